namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The operations of the API, one a line: name, method, path, status of success,
/// "token" where a retry token is taken, body=MODEL (* = required), ?query parameters (* = required). A line that is
/// indented goes on with the one above.</summary>
internal static class OperationText
{
    public const string Text = """
        ListAvailabilityDomains GET /20160918/availabilityDomains 200 ?compartmentId*
        ListFaultDomains GET /20160918/faultDomains 200 ?compartmentId*, availabilityDomain*
        GetCompartment GET /20160918/compartments/{compartmentId} 200
        ListCompartments GET /20160918/compartments 200 ?compartmentId*, page, limit, accessLevel,
          compartmentIdInSubtree, name, sortBy, sortOrder, lifecycleState
        ListRegionSubscriptions GET /20160918/tenancies/{tenancyId}/regionSubscriptions 200
        GetTenancy GET /20160918/tenancies/{tenancyId} 200
        CreateVcn POST /20160918/vcns 200 token body=CreateVcnDetails*
        GetVcn GET /20160918/vcns/{vcnId} 200
        ListVcns GET /20160918/vcns 200 ?compartmentId*, limit, page, displayName, sortBy, sortOrder,
          lifecycleState
        DeleteVcn DELETE /20160918/vcns/{vcnId} 204
        CreateInternetGateway POST /20160918/internetGateways 200 token body=CreateInternetGatewayDetails*
        GetInternetGateway GET /20160918/internetGateways/{igId} 200
        ListInternetGateways GET /20160918/internetGateways 200 ?compartmentId*, vcnId, limit, page,
          displayName, sortBy, sortOrder, lifecycleState
        DeleteInternetGateway DELETE /20160918/internetGateways/{igId} 204
        CreateNatGateway POST /20160918/natGateways 200 token body=CreateNatGatewayDetails*
        GetNatGateway GET /20160918/natGateways/{natGatewayId} 200
        ListNatGateways GET /20160918/natGateways 200 ?compartmentId*, vcnId, limit, page, displayName,
          sortBy, sortOrder, lifecycleState
        DeleteNatGateway DELETE /20160918/natGateways/{natGatewayId} 204
        ListServices GET /20160918/services 200 ?limit, page
        CreateServiceGateway POST /20160918/serviceGateways 200 token body=CreateServiceGatewayDetails*
        GetServiceGateway GET /20160918/serviceGateways/{serviceGatewayId} 200
        ListServiceGateways GET /20160918/serviceGateways 200 ?compartmentId*, vcnId, limit, page, sortBy,
          sortOrder, lifecycleState
        DeleteServiceGateway DELETE /20160918/serviceGateways/{serviceGatewayId} 204
        CreateRouteTable POST /20160918/routeTables 200 token body=CreateRouteTableDetails*
        GetRouteTable GET /20160918/routeTables/{rtId} 200
        ListRouteTables GET /20160918/routeTables 200 ?compartmentId*, limit, page, vcnId, displayName,
          sortBy, sortOrder, lifecycleState
        UpdateRouteTable PUT /20160918/routeTables/{rtId} 200 body=UpdateRouteTableDetails*
        DeleteRouteTable DELETE /20160918/routeTables/{rtId} 204
        CreateSecurityList POST /20160918/securityLists 200 token body=CreateSecurityListDetails*
        GetSecurityList GET /20160918/securityLists/{securityListId} 200
        ListSecurityLists GET /20160918/securityLists 200 ?compartmentId*, limit, page, vcnId, displayName,
          sortBy, sortOrder, lifecycleState
        UpdateSecurityList PUT /20160918/securityLists/{securityListId} 200 body=UpdateSecurityListDetails*
        DeleteSecurityList DELETE /20160918/securityLists/{securityListId} 204
        CreateNetworkSecurityGroup POST /20160918/networkSecurityGroups 200 token
          body=CreateNetworkSecurityGroupDetails*
        GetNetworkSecurityGroup GET /20160918/networkSecurityGroups/{networkSecurityGroupId} 200
        ListNetworkSecurityGroups GET /20160918/networkSecurityGroups 200 ?compartmentId, vlanId, vcnId,
          limit, page, displayName, sortBy, sortOrder, lifecycleState
        AddNetworkSecurityGroupSecurityRules POST
          /20160918/networkSecurityGroups/{networkSecurityGroupId}/actions/addSecurityRules 200
          body=AddNetworkSecurityGroupSecurityRulesDetails*
        ListNetworkSecurityGroupSecurityRules GET
          /20160918/networkSecurityGroups/{networkSecurityGroupId}/securityRules 200 ?direction, limit, page,
          sortBy, sortOrder
        RemoveNetworkSecurityGroupSecurityRules POST
          /20160918/networkSecurityGroups/{networkSecurityGroupId}/actions/removeSecurityRules 204
          body=RemoveNetworkSecurityGroupSecurityRulesDetails*
        DeleteNetworkSecurityGroup DELETE /20160918/networkSecurityGroups/{networkSecurityGroupId} 204
        CreateSubnet POST /20160918/subnets 200 token body=CreateSubnetDetails*
        GetSubnet GET /20160918/subnets/{subnetId} 200
        ListSubnets GET /20160918/subnets 200 ?compartmentId*, limit, page, vcnId, displayName, sortBy,
          sortOrder, lifecycleState
        DeleteSubnet DELETE /20160918/subnets/{subnetId} 204
        ListPrivateIps GET /20160918/privateIps 200 ?limit, page, ipAddress, subnetId, vnicId, ipState,
          lifetime, vlanId
        GetPrivateIp GET /20160918/privateIps/{privateIpId} 200
        GetVnic GET /20160918/vnics/{vnicId} 200
        CreatePublicIp POST /20160918/publicIps 200 token body=CreatePublicIpDetails*
        GetPublicIp GET /20160918/publicIps/{publicIpId} 200
        ListPublicIps GET /20160918/publicIps 200 ?scope*, compartmentId*, limit, page, availabilityDomain,
          lifetime, publicIpPoolId
        GetPublicIpByPrivateIpId POST /20160918/publicIps/actions/getByPrivateIpId 200
          body=GetPublicIpByPrivateIpIdDetails*
        DeletePublicIp DELETE /20160918/publicIps/{publicIpId} 204
        ListVnicAttachments GET /20160918/vnicAttachments 200 ?compartmentId*, availabilityDomain,
          instanceId, limit, page, vnicId
        ListImages GET /20160918/images 200 ?compartmentId*, displayName, operatingSystem,
          operatingSystemVersion, shape, limit, page, sortBy, sortOrder, lifecycleState
        GetImage GET /20160918/images/{imageId} 200
        ListShapes GET /20160918/shapes 200 ?compartmentId*, availabilityDomain, limit, page, imageId, shape
        LaunchInstance POST /20160918/instances 200 token body=LaunchInstanceDetails*
        GetInstance GET /20160918/instances/{instanceId} 200
        ListInstances GET /20160918/instances 200 ?compartmentId*, availabilityDomain,
          capacityReservationId, computeClusterId, displayName, limit, page, sortBy, sortOrder, lifecycleState
        UpdateInstance PUT /20160918/instances/{instanceId} 200 token body=UpdateInstanceDetails*
        InstanceAction POST /20160918/instances/{instanceId} 200 token body=InstancePowerActionDetails
          ?action*
        TerminateInstance DELETE /20160918/instances/{instanceId} 204 ?preserveBootVolume,
          preserveDataVolumesCreatedAtLaunch, recycleLevel
        CreateFileSystem POST /20171215/fileSystems 200 token body=CreateFileSystemDetails*
        GetFileSystem GET /20171215/fileSystems/{fileSystemId} 200
        ListFileSystems GET /20171215/fileSystems 200 ?compartmentId*, availabilityDomain*, limit, page,
          displayName, lifecycleState, id, sourceSnapshotId, parentFileSystemId, filesystemSnapshotPolicyId,
          sortBy, sortOrder
        DeleteFileSystem DELETE /20171215/fileSystems/{fileSystemId} 204 ?isLockOverride,
          canDetachChildFileSystem
        CreateMountTarget POST /20171215/mountTargets 200 token body=CreateMountTargetDetails*
          ?isLockOverride
        GetMountTarget GET /20171215/mountTargets/{mountTargetId} 200
        ListMountTargets GET /20171215/mountTargets 200 ?compartmentId*, availabilityDomain*, limit, page,
          displayName, exportSetId, lifecycleState, id, sortBy, sortOrder
        DeleteMountTarget DELETE /20171215/mountTargets/{mountTargetId} 204 ?isLockOverride
        ListExportSets GET /20171215/exportSets 200 ?compartmentId*, availabilityDomain*, limit, page,
          displayName, lifecycleState, id, sortBy, sortOrder
        GetExportSet GET /20171215/exportSets/{exportSetId} 200
        UpdateExportSet PUT /20171215/exportSets/{exportSetId} 200 body=UpdateExportSetDetails*
        CreateExport POST /20171215/exports 200 token body=CreateExportDetails*
        GetExport GET /20171215/exports/{exportId} 200
        ListExports GET /20171215/exports 200 ?compartmentId, limit, page, exportSetId, fileSystemId,
          lifecycleState, id, sortBy, sortOrder
        UpdateExport PUT /20171215/exports/{exportId} 200 body=UpdateExportDetails* ?isLockOverride
        DeleteExport DELETE /20171215/exports/{exportId} 204 ?isLockOverride
        CreateDbSystem POST /20190415/dbSystems 200 token body=CreateDbSystemDetails*
        GetDbSystem GET /20190415/dbSystems/{dbSystemId} 200
        ListDbSystems GET /20190415/dbSystems 200 ?compartmentId*, isHeatWaveClusterAttached, dbSystemId,
          displayName, lifecycleState, configurationId, isUpToDate, databaseManagement, sortBy, sortOrder,
          limit, page
        UpdateDbSystem PUT /20190415/dbSystems/{dbSystemId} 202 body=UpdateDbSystemDetails*
        StartDbSystem POST /20190415/dbSystems/{dbSystemId}/actions/start 202 token
        StopDbSystem POST /20190415/dbSystems/{dbSystemId}/actions/stop 202 token body=StopDbSystemDetails*
        RestartDbSystem POST /20190415/dbSystems/{dbSystemId}/actions/restart 202 token
          body=RestartDbSystemDetails*
        DeleteDbSystem DELETE /20190415/dbSystems/{dbSystemId} 202
        mysql:ListShapes GET /20190415/shapes 200 ?compartmentId*, isSupportedFor, availabilityDomain, name
        ListConfigurations GET /20190415/configurations 200 ?compartmentId*, configurationId,
          lifecycleState, type, displayName, shapeName, sortBy, sortOrder, limit, page
        ListVersions GET /20190415/versions 200 ?compartmentId*
        CreateReplica POST /20190415/replicas 200 token body=CreateReplicaDetails*
        GetReplica GET /20190415/replicas/{replicaId} 200
        ListReplicas GET /20190415/replicas 200 ?compartmentId*, limit, page, displayName, dbSystemId,
          lifecycleState, replicaId, configurationId, isUpToDate, sortBy, sortOrder
        UpdateReplica PUT /20190415/replicas/{replicaId} 202 body=UpdateReplicaDetails*
        DeleteReplica DELETE /20190415/replicas/{replicaId} 202
        AddHeatWaveCluster POST /20190415/dbSystems/{dbSystemId}/heatWaveCluster/actions/add 200 token
          body=AddHeatWaveClusterDetails*
        GetHeatWaveCluster GET /20190415/dbSystems/{dbSystemId}/heatWaveCluster 200
        DeleteHeatWaveCluster DELETE /20190415/dbSystems/{dbSystemId}/heatWaveCluster 202
        GetWorkRequest GET /20190415/workRequests/{workRequestId} 200
        ListWorkRequests GET /20190415/workRequests 200 ?compartmentId*, sortBy, sortOrder, limit, page
        ListWorkRequestErrors GET /20190415/workRequests/{workRequestId}/errors 200 ?limit, page
        ListWorkRequestLogs GET /20190415/workRequests/{workRequestId}/logs 200 ?limit, page
        CreateNetworkLoadBalancer POST /20200501/networkLoadBalancers 201 token
          body=CreateNetworkLoadBalancerDetails*
        GetNetworkLoadBalancer GET /20200501/networkLoadBalancers/{networkLoadBalancerId} 200
        ListNetworkLoadBalancers GET /20200501/networkLoadBalancers 200 ?compartmentId*, lifecycleState,
          displayName, limit, page, sortOrder, sortBy
        UpdateNetworkLoadBalancer PUT /20200501/networkLoadBalancers/{networkLoadBalancerId} 202
          body=UpdateNetworkLoadBalancerDetails*
        DeleteNetworkLoadBalancer DELETE /20200501/networkLoadBalancers/{networkLoadBalancerId} 202
        CreateBackendSet POST /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets 202 token
          body=CreateBackendSetDetails*
        GetBackendSet GET
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName} 200
        CreateListener POST /20200501/networkLoadBalancers/{networkLoadBalancerId}/listeners 202 token
          body=CreateListenerDetails*
        UpdateHealthChecker PUT
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName}/healthChecker
          202 token body=UpdateHealthCheckerDetails*
        GetHealthChecker GET
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName}/healthChecker
          200
        CreateBackend POST
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName}/backends 202
          token body=CreateBackendDetails*
        GetBackend GET
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName}/backends/{backendName}
          200
        ListBackends GET
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName}/backends 200
          ?limit, page, sortOrder, sortBy
        UpdateBackend PUT
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName}/backends/{backendName}
          202 token body=UpdateBackendDetails*
        DeleteBackend DELETE
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName}/backends/{backendName}
          202
        GetBackendHealth GET
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName}/backends/{backendName}/health
          200
        GetBackendSetHealth GET
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName}/health 200
        GetNetworkLoadBalancerHealth GET /20200501/networkLoadBalancers/{networkLoadBalancerId}/health 200
        GetWorkRequest GET /20200501/workRequests/{workRequestId} 200
        ListWorkRequests GET /20200501/workRequests 200 ?compartmentId*, limit, page
        ListWorkRequestErrors GET /20200501/workRequests/{workRequestId}/errors 200 ?compartmentId*, page,
          limit
        ListWorkRequestLogs GET /20200501/workRequests/{workRequestId}/logs 200 ?compartmentId*, page, limit
        GetWorkRequest GET /20160918/workRequests/{workRequestId} 200
        ListWorkRequests GET /20160918/workRequests 200 ?compartmentId*, resourceId, limit, page
        ListWorkRequestErrors GET /20160918/workRequests/{workRequestId}/errors 200 ?limit, page, sortOrder
        ListWorkRequestLogs GET /20160918/workRequests/{workRequestId}/logs 200 ?limit, page, sortOrder
        UpdateSubnet PUT /20160918/subnets/{subnetId} 200 body=UpdateSubnetDetails*
        UpdateVcn PUT /20160918/vcns/{vcnId} 200 body=UpdateVcnDetails*
        UpdateVnic PUT /20160918/vnics/{vnicId} 200 body=UpdateVnicDetails*
        UpdateNetworkSecurityGroupSecurityRules POST
          /20160918/networkSecurityGroups/{networkSecurityGroupId}/actions/updateSecurityRules 200
          body=UpdateNetworkSecurityGroupSecurityRulesDetails*
        CreateComputeCapacityReport POST /20160918/computeCapacityReports 200 token
          body=CreateComputeCapacityReportDetails*
        CaptureConsoleHistory POST /20160918/instanceConsoleHistories 200 token
          body=CaptureConsoleHistoryDetails*
        GetConsoleHistory GET /20160918/instanceConsoleHistories/{instanceConsoleHistoryId} 200
        GetConsoleHistoryContent GET /20160918/instanceConsoleHistories/{instanceConsoleHistoryId}/data 200
          ?offset, length
        DeleteConsoleHistory DELETE /20160918/instanceConsoleHistories/{instanceConsoleHistoryId} 204
        CreateDynamicGroup POST /20160918/dynamicGroups 200 token body=CreateDynamicGroupDetails*
        GetDynamicGroup GET /20160918/dynamicGroups/{dynamicGroupId} 200
        ListDynamicGroups GET /20160918/dynamicGroups 200 ?compartmentId*, page, limit, name, sortBy,
          sortOrder, lifecycleState
        DeleteDynamicGroup DELETE /20160918/dynamicGroups/{dynamicGroupId} 204
        CreatePolicy POST /20160918/policies 200 token body=CreatePolicyDetails*
        GetPolicy GET /20160918/policies/{policyId} 200
        ListPolicies GET /20160918/policies 200 ?compartmentId*, page, limit, name, sortBy, sortOrder,
          lifecycleState
        DeletePolicy DELETE /20160918/policies/{policyId} 204
        CreateBackup POST /20190415/backups 200 token body=CreateBackupDetails*
        GetBackup GET /20190415/backups/{backupId} 200
        ListBackups GET /20190415/backups 200 ?compartmentId*, backupId, lifecycleState, dbSystemId,
          displayName, softDelete, backupPreparationStatus, validationStatus, creationType, sortBy, sortOrder,
          limit, page
        DeleteBackup DELETE /20190415/backups/{backupId} 202
        UpdateHeatWaveCluster PUT /20190415/dbSystems/{dbSystemId}/heatWaveCluster 202
          body=UpdateHeatWaveClusterDetails*
        UpdateListener PUT /20200501/networkLoadBalancers/{networkLoadBalancerId}/listeners/{listenerName}
          202 token body=UpdateListenerDetails*
        DeleteListener DELETE
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/listeners/{listenerName} 202
        UpdateBackendSet PUT
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName} 202 token
          body=UpdateBackendSetDetails*
        DeleteBackendSet DELETE
          /20200501/networkLoadBalancers/{networkLoadBalancerId}/backendSets/{backendSetName} 202
        CreateSnapshot POST /20171215/snapshots 200 token body=CreateSnapshotDetails*
        GetSnapshot GET /20171215/snapshots/{snapshotId} 200
        ListSnapshots GET /20171215/snapshots 200 ?limit, page, lifecycleState, id,
          filesystemSnapshotPolicyId, compartmentId, fileSystemId, sortOrder
        DeleteSnapshot DELETE /20171215/snapshots/{snapshotId} 204 ?isLockOverride
        limits:ListServices GET /20190729/services 200 ?compartmentId*, sortBy, sortOrder, limit, page,
          subscriptionId
        ListLimitValues GET /20190729/limitValues 200 ?compartmentId*, serviceName*, subscriptionId,
          externalLocation, scopeType, availabilityDomain, name, sortBy, sortOrder, limit, page
        GetResourceAvailability GET /20190729/services/{serviceName}/limits/{limitName}/resourceAvailability
          200 ?compartmentId*, availabilityDomain, subscriptionId, externalLocation
        GetNamespace GET /n 200 ?compartmentId
        CreateBucket POST /n/{namespaceName}/b 200 body=CreateBucketDetails*
        GetBucket GET /n/{namespaceName}/b/{bucketName} 200 ?fields
        PutObject PUT /n/{namespaceName}/b/{bucketName}/o/{objectName+} 200
        GetObject GET /n/{namespaceName}/b/{bucketName}/o/{objectName+} 200 ?versionId,
          httpResponseContentDisposition, httpResponseCacheControl, httpResponseContentType,
          httpResponseContentLanguage, httpResponseContentEncoding, httpResponseExpires
        HeadObject HEAD /n/{namespaceName}/b/{bucketName}/o/{objectName+} 200 ?versionId
        ListObjects GET /n/{namespaceName}/b/{bucketName}/o 200 ?prefix, start, end, limit, delimiter,
          fields, startAfter
        DeleteObject DELETE /n/{namespaceName}/b/{bucketName}/o/{objectName+} 204 ?versionId
        CreatePreauthenticatedRequest POST /n/{namespaceName}/b/{bucketName}/p 200
          body=CreatePreauthenticatedRequestDetails*
        DeletePreauthenticatedRequest DELETE /n/{namespaceName}/b/{bucketName}/p/{parId+} 204
        DeleteBucket DELETE /n/{namespaceName}/b/{bucketName} 204
        CopyObject POST /n/{namespaceName}/b/{bucketName}/actions/copyObject 202 body=CopyObjectDetails*
        GetWorkRequest GET /workRequests/{workRequestId} 200
        ListWorkRequests GET /workRequests 200 ?compartmentId*, page, limit
        ListWorkRequestErrors GET /workRequests/{workRequestId}/errors 200 ?page, limit
        ListWorkRequestLogs GET /workRequests/{workRequestId}/logs 200 ?page, limit
        CreateInstancePool POST /20160918/instancePools 200
        ListInstancePools GET /20160918/instancePools 200
        GetInstancePool GET /20160918/instancePools/{instancePoolId} 200
        UpdateInstancePool PUT /20160918/instancePools/{instancePoolId} 200
        TerminateInstancePool DELETE /20160918/instancePools/{instancePoolId} 204
        CreateInstanceConfiguration POST /20160918/instanceConfigurations 200
        ListInstanceConfigurations GET /20160918/instanceConfigurations 200
        GetInstanceConfiguration GET /20160918/instanceConfigurations/{instanceConfigurationId} 200
        DeleteInstanceConfiguration DELETE /20160918/instanceConfigurations/{instanceConfigurationId} 204
        CreateCompartment POST /20160918/compartments 200
        GetInstancePrincipalRootCACertificates GET /v1/instancePrincipalRootCACertificates 200
        GetFederationToken POST /v1/x509 200 body=FederationDetails*
        """;
}
