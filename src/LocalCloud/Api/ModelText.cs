namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The request models of the API, one a line: NAME: member[*][:type], ... (* = required; no type = string;
/// [T] list; map&lt;T&gt; object; A|B enumeration). A line that is indented goes on with the one above.</summary>
internal static class ModelText
{
    public const string Text = """
        AddHeatWaveClusterDetails: shapeName*, clusterSize*:int, isLakehouseEnabled:bool
        AddNetworkSecurityGroupSecurityRulesDetails: securityRules*:[AddSecurityRuleDetails]
        AddSecurityRuleDetails: description, destination,
          destinationType:CIDR_BLOCK|SERVICE_CIDR_BLOCK|NETWORK_SECURITY_GROUP, direction*:EGRESS|INGRESS,
          icmpOptions:IcmpOptions, isStateless:bool, protocol*, source,
          sourceType:CIDR_BLOCK|SERVICE_CIDR_BLOCK|NETWORK_SECURITY_GROUP, tcpOptions:TcpOptions,
          udpOptions:UdpOptions
        Backend: name, ipAddress, targetId, port*:int, weight:int, isDrain:bool, isBackup:bool,
          isOffline:bool
        BackendDetails: name, ipAddress, targetId, port*:int, weight:int, isDrain:bool, isBackup:bool,
          isOffline:bool
        BackendSetDetails: policy:TWO_TUPLE|THREE_TUPLE|FIVE_TUPLE, ipVersion:IPV4|IPV6,
          isPreserveSource:bool, isFailOpen:bool, isInstantFailoverEnabled:bool,
          isInstantFailoverTcpResetEnabled:bool, areOperationallyActiveBackendsPreferred:bool,
          backends:[Backend], healthChecker*:HealthChecker
        CapacityReportInstanceShapeConfig: ocpus:number, memoryInGBs:number, nvmes:int,
          baselineOcpuUtilization:BASELINE_1_8|BASELINE_1_2|BASELINE_1_1
        CaptureConsoleHistoryDetails: displayName, instanceId*, freeformTags:map<string>,
          definedTags:map<any>
        ClientOptions: source*, requirePrivilegedSourcePort:bool, access:READ_WRITE|READ_ONLY,
          identitySquash:NONE|ROOT|ALL, anonymousUid:long, anonymousGid:long, isAnonymousAccessAllowed:bool,
          allowedAuth:[SYS|KRB5|KRB5I|KRB5P]
        CopyObjectDetails: sourceObjectName*, sourceObjectIfMatchETag, destinationRegion*,
          destinationNamespace*, destinationBucket*, destinationObjectName*, destinationObjectMetadata:map<string>
        CreateBackendDetails: name, ipAddress, targetId, port*:int, weight:int, isDrain:bool, isBackup:bool,
          isOffline:bool
        CreateBackendSetDetails: name*, policy:TWO_TUPLE|THREE_TUPLE|FIVE_TUPLE, ipVersion:IPV4|IPV6,
          isPreserveSource:bool, isFailOpen:bool, isInstantFailoverEnabled:bool,
          isInstantFailoverTcpResetEnabled:bool, areOperationallyActiveBackendsPreferred:bool,
          backends:[Backend], healthChecker*:HealthChecker
        CreateBackupDetails: displayName, description, softDelete:ENABLED|DISABLED,
          backupType:FULL|INCREMENTAL, dbSystemId*, retentionInDays:int, freeformTags:map<string>,
          definedTags:map<any>
        CreateBackupPolicyDetails: isEnabled:bool, softDelete:ENABLED|DISABLED, copyPolicies:[CopyPolicy],
          windowStartTime, retentionInDays:int, pitrPolicy:PitrPolicy, freeformTags:map<string>,
          definedTags:map<any>
        CreateBucketDetails: name*, compartmentId*, metadata:map<string>,
          publicAccessType:NoPublicAccess|ObjectRead|ObjectReadWithoutList, storageTier:Standard|Archive,
          objectEventsEnabled:bool, kmsKeyId, versioning:Enabled|Disabled,
          autoTiering:Disabled|InfrequentAccess, bucketScope:NAMESPACE|REGION, freeformTags:map<string>,
          definedTags:map<any>
        CreateCapacityReportShapeAvailabilityDetails: faultDomain, instanceShape*,
          instanceShapeConfig:CapacityReportInstanceShapeConfig
        CreateComputeCapacityReportDetails: compartmentId*, availabilityDomain*,
          shapeAvailabilities*:[CreateCapacityReportShapeAvailabilityDetails]
        CreateDbSystemDetails: displayName, description, compartmentId*, rest:CreateRestDetails,
          databaseConsole:CreateDatabaseConsoleDetails, isHighlyAvailable:bool, availabilityDomain,
          faultDomain, configurationId, shapeName*, mysqlVersion, subnetId*, nsgIds:[string], adminUsername,
          adminPassword, dataStorageSizeInGBs:int, dataStorage:DataStorageDetails, hostnameLabel, ipAddress,
          port:int, portX:int, backupPolicy:CreateBackupPolicyDetails, source:CreateDbSystemSourceDetails,
          maintenance:CreateMaintenanceDetails, deletionPolicy:CreateDeletionPolicyDetails,
          crashRecovery:ENABLED|DISABLED, databaseManagement:ENABLED|DISABLED,
          secureConnections:SecureConnectionDetails, encryptData:EncryptDataDetails,
          databaseMode:READ_WRITE|READ_ONLY, accessMode:UNRESTRICTED|RESTRICTED,
          customerContacts:[CustomerContact], readEndpoint:CreateReadEndpointDetails,
          telemetryConfiguration:CreateTelemetryConfigurationDetails, freeformTags:map<string>,
          definedTags:map<any>
        CreateDbSystemSourceDetails: sourceType*:NONE|BACKUP|PITR|IMPORTURL|DBSYSTEM, backupId
        CreateDeletionPolicyDetails: automaticBackupRetention:DELETE|RETAIN,
          finalBackup:SKIP_FINAL_BACKUP|REQUIRE_FINAL_BACKUP, isDeleteProtected:bool
        CreateDynamicGroupDetails: compartmentId*, name*, matchingRule*, description*,
          freeformTags:map<string>, definedTags:map<any>
        CreateExportDetails: exportOptions:[ClientOptions], exportSetId*, fileSystemId*, path*,
          isIdmapGroupsForSysAuth:bool, freeformTags:map<string>, definedTags:map<any>
        CreateFileSystemDetails: availabilityDomain*, compartmentId*, displayName, kmsKeyId,
          sourceSnapshotId, cloneAttachStatus:DETACH|ATTACH, filesystemSnapshotPolicyId,
          areQuotaRulesEnabled:bool, freeformTags:map<string>, definedTags:map<any>
        CreateInternetGatewayDetails: compartmentId*, displayName, isEnabled*:bool, vcnId*, routeTableId,
          freeformTags:map<string>, definedTags:map<any>
        CreateListenerDetails: name*, defaultBackendSetName*, ipVersion:IPV4|IPV6, port*:int,
          protocol*:ANY|TCP|UDP|TCP_AND_UDP|L3IP, isPpv2Enabled:bool, tcpIdleTimeout:int, udpIdleTimeout:int,
          l3IpIdleTimeout:int
        CreateMaintenanceDetails: windowStartTime*, versionPreference:OLDEST|SECOND_NEWEST|NEWEST,
          versionTrackPreference:LONG_TERM_SUPPORT|INNOVATION|FOLLOW, maintenanceScheduleType:EARLY|REGULAR,
          maintenanceDisabledWindows:[MaintenanceDisabledWindow]
        CreateMountTargetDetails: availabilityDomain*, compartmentId*, displayName, hostnameLabel,
          ipAddress, subnetId*, idmapType:LDAP|NONE, ldapIdmap:CreateLdapIdmapDetails, nsgIds:[string],
          kerberos:CreateKerberosDetails, requestedThroughput:long, freeformTags:map<string>,
          definedTags:map<any>
        CreateNatGatewayDetails: compartmentId*, displayName, blockTraffic:bool, vcnId*, publicIpId,
          routeTableId, freeformTags:map<string>, definedTags:map<any>
        CreateNetworkLoadBalancerDetails: compartmentId*, displayName*, isPreserveSourceDestination:bool,
          isSymmetricHashEnabled:bool, reservedIps:[ReservedIP], isPrivate:bool, subnetId*,
          networkSecurityGroupIds:[string], nlbIpVersion:IPV4|IPV4_AND_IPV6|IPV6, subnetIpv6Cidr,
          assignedPrivateIpv4, assignedIpv6, listeners:map<ListenerDetails>,
          backendSets:map<BackendSetDetails>, freeformTags:map<string>, definedTags:map<any>
        CreateNetworkSecurityGroupDetails: compartmentId*, displayName, vcnId*, freeformTags:map<string>,
          definedTags:map<any>
        CreatePolicyDetails: compartmentId*, name*, statements*:[string], description*,
          versionDate:datetime, freeformTags:map<string>, definedTags:map<any>
        CreatePreauthenticatedRequestDetails: name*, bucketListingAction:Deny|ListObjects, objectName,
          accessType*:ObjectRead|ObjectWrite|ObjectReadWrite|AnyObjectWrite|AnyObjectRead|AnyObjectReadWrite,
          timeExpires*:datetime
        CreatePublicIpDetails: compartmentId*, displayName, lifetime*:EPHEMERAL|RESERVED, privateIpId,
          publicIpPoolId, freeformTags:map<string>, definedTags:map<any>
        CreateReadEndpointDetails: isEnabled:bool, readEndpointIpAddress, readEndpointHostnameLabel,
          excludeIps:[string]
        CreateReplicaDetails: dbSystemId*, displayName, description, isDeleteProtected:bool,
          replicaOverrides:ReplicaOverrides, freeformTags:map<string>, definedTags:map<any>
        CreateRouteTableDetails: compartmentId*, displayName, routeRules*:[RouteRule], vcnId*,
          freeformTags:map<string>, definedTags:map<any>
        CreateSecurityListDetails: compartmentId*, displayName, egressSecurityRules*:[EgressSecurityRule],
          ingressSecurityRules*:[IngressSecurityRule], vcnId*, freeformTags:map<string>, definedTags:map<any>
        CreateServiceGatewayDetails: compartmentId*, displayName, routeTableId,
          services*:[ServiceIdRequestDetails], vcnId*, freeformTags:map<string>, definedTags:map<any>
        CreateSnapshotDetails: fileSystemId*, name*, expirationTime:datetime,
          lockDurationDetails:LockDurationDetails, freeformTags:map<string>, definedTags:map<any>
        CreateSubnetDetails: availabilityDomain, cidrBlock, ipv4CidrBlocks:[string], compartmentId*,
          dhcpOptionsId, displayName, dnsLabel, ipv6CidrBlock, ipv6CidrBlocks:[string],
          prohibitInternetIngress:bool, prohibitPublicIpOnVnic:bool, routeTableId, securityListIds:[string],
          vcnId*, freeformTags:map<string>, definedTags:map<any>
        CreateVcnDetails: cidrBlock, cidrBlocks:[string], compartmentId*, ipv6PrivateCidrBlocks:[string],
          isOracleGuaAllocationEnabled:bool, byoipv6CidrDetails:[Byoipv6CidrDetails], displayName, dnsLabel,
          isIpv6Enabled:bool, isZprOnly:bool, freeformTags:map<string>, definedTags:map<any>
        CreateVnicDetails: assignIpv6Ip:bool, assignPublicIp:bool, assignPrivateDnsRecord:bool, displayName,
          hostnameLabel, ipv6AddressIpv6SubnetCidrPairDetails:[Ipv6AddressIpv6SubnetCidrPairDetails],
          subnetCidr, nsgIds:[string], privateIp, privateIpId, skipSourceDestCheck:bool, subnetId, vlanId,
          freeformTags:map<string>, definedTags:map<any>
        DataStorageDetails: isAutoExpandStorageEnabled:bool, maxStorageSizeInGBs:int
        EgressSecurityRule: destination*, destinationType:CIDR_BLOCK|SERVICE_CIDR_BLOCK,
          icmpOptions:IcmpOptions, isStateless:bool, protocol*, tcpOptions:TcpOptions, udpOptions:UdpOptions,
          description
        FederationDetails: certificate*, publicKey*, intermediateCertificates*:[string], purpose,
          fingerprintAlgorithm
        GetPublicIpByPrivateIpIdDetails: privateIpId*
        HealthChecker: protocol*:HTTP|HTTPS|TCP|UDP|DNS, port:int, retries:int, timeoutInMillis:int,
          intervalInMillis:int, urlPath, responseBodyRegex, returnCode:int, requestData:base64,
          responseData:base64, dns:DnsHealthCheckerDetails
        HealthCheckerDetails: protocol*:HTTP|HTTPS|TCP|UDP|DNS, port:int, retries:int, timeoutInMillis:int,
          intervalInMillis:int, urlPath, responseBodyRegex, returnCode:int, requestData:base64,
          responseData:base64, dns:DnsHealthCheckerDetails
        IcmpOptions: code:int, type*:int
        IngressSecurityRule: icmpOptions:IcmpOptions, isStateless:bool, protocol*, source*,
          sourceType:CIDR_BLOCK|SERVICE_CIDR_BLOCK, tcpOptions:TcpOptions, udpOptions:UdpOptions, description
        InstanceOptions: areLegacyImdsEndpointsDisabled:bool
        InstancePowerActionDetails: actionType
        InstanceSourceDetails: sourceType*:image|bootVolume, bootVolumeSizeInGBs:long, imageId, kmsKeyId,
          bootVolumeVpusPerGB:long, instanceSourceImageFilterDetails:InstanceSourceImageFilterDetails
        LaunchInstanceAgentConfigDetails: isMonitoringDisabled:bool, isManagementDisabled:bool,
          areAllPluginsDisabled:bool, pluginsConfig:[InstanceAgentPluginConfigDetails]
        LaunchInstanceAvailabilityConfigDetails: isLiveMigrationPreferred:bool,
          recoveryAction:RESTORE_INSTANCE|STOP_INSTANCE
        LaunchInstanceDetails: availabilityDomain*, capacityReservationId, compartmentId*,
          createVnicDetails:CreateVnicDetails, dedicatedVmHostId, displayName, extendedMetadata:map<any>,
          faultDomain, clusterPlacementGroupId, computeClusterId, hostnameLabel, imageId, ipxeScript,
          launchOptions:LaunchOptions, instanceOptions:InstanceOptions,
          availabilityConfig:LaunchInstanceAvailabilityConfigDetails,
          preemptibleInstanceConfig:PreemptibleInstanceConfigDetails, metadata:map<string>,
          agentConfig:LaunchInstanceAgentConfigDetails, shape, shapeConfig:LaunchInstanceShapeConfigDetails,
          sourceDetails:InstanceSourceDetails, subnetId, launchVolumeAttachments:[LaunchAttachVolumeDetails],
          isPvEncryptionInTransitEnabled:bool, platformConfig:LaunchInstancePlatformConfig,
          placementConstraintDetails:PlacementConstraintDetails, isAIEnterpriseEnabled:bool,
          instanceConfigurationId, licensingConfigs:[LaunchInstanceLicensingConfig], freeformTags:map<string>,
          definedTags:map<any>
        LaunchInstanceShapeConfigDetails: ocpus:number, vcpus:int, memoryInGBs:number,
          baselineOcpuUtilization:BASELINE_1_8|BASELINE_1_2|BASELINE_1_1, nvmes:int,
          resourceManagement:DYNAMIC|STATIC
        LaunchOptions: bootVolumeType:ISCSI|SCSI|IDE|VFIO|PARAVIRTUALIZED, firmware:BIOS|UEFI_64,
          networkType:E1000|VFIO|PARAVIRTUALIZED|ACCELERATEDPV,
          remoteDataVolumeType:ISCSI|SCSI|IDE|VFIO|PARAVIRTUALIZED, isPvEncryptionInTransitEnabled:bool,
          isConsistentVolumeNamingEnabled:bool
        ListenerDetails: name*, defaultBackendSetName*, ipVersion:IPV4|IPV6, port*:int,
          protocol*:ANY|TCP|UDP|TCP_AND_UDP|L3IP, isPpv2Enabled:bool, tcpIdleTimeout:int, udpIdleTimeout:int,
          l3IpIdleTimeout:int
        LockDurationDetails: coolOffDuration:int, lockDuration*:int, lockMode*:GOVERNANCE|COMPLIANCE
        PitrPolicy: isEnabled*:bool
        PortRange: max*:int, min*:int
        RemoveNetworkSecurityGroupSecurityRulesDetails: securityRuleIds*:[string]
        ReplicaOverrides: mysqlVersion, shapeName, configurationId, nsgIds:[string],
          telemetryConfiguration:TelemetryConfigurationDetails, freeformTags:map<string>, definedTags:map<any>
        ReservedIP: id
        RestartDbSystemDetails: shutdownType*:IMMEDIATE|FAST|SLOW
        RouteRule: cidrBlock, destination, destinationType:CIDR_BLOCK|SERVICE_CIDR_BLOCK, networkEntityId*,
          description, routeType:STATIC|LOCAL
        SecureConnectionDetails: certificateId, certificateGenerationType*:SYSTEM|BYOC
        ServiceIdRequestDetails: serviceId*
        StopDbSystemDetails: shutdownType*:IMMEDIATE|FAST|SLOW
        TcpOptions: destinationPortRange:PortRange, sourcePortRange:PortRange
        UdpOptions: destinationPortRange:PortRange, sourcePortRange:PortRange
        UpdateBackendDetails: weight:int, isBackup:bool, isDrain:bool, isOffline:bool
        UpdateBackendSetDetails: policy, isPreserveSource:bool, isFailOpen:bool,
          isInstantFailoverEnabled:bool, isInstantFailoverTcpResetEnabled:bool,
          areOperationallyActiveBackendsPreferred:bool, ipVersion:IPV4|IPV6, backends:[BackendDetails],
          healthChecker:HealthCheckerDetails
        UpdateBackupPolicyDetails: isEnabled:bool, softDelete:ENABLED|DISABLED, copyPolicies:[CopyPolicy],
          windowStartTime, retentionInDays:int, pitrPolicy:PitrPolicy, freeformTags:map<string>,
          definedTags:map<any>
        UpdateDbSystemDetails: displayName, description, subnetId, nsgIds:[string],
          databaseMode:READ_WRITE|READ_ONLY, accessMode:UNRESTRICTED|RESTRICTED, rest:UpdateRestDetails,
          databaseConsole:UpdateDatabaseConsoleDetails, isHighlyAvailable:bool, availabilityDomain,
          faultDomain, shapeName, mysqlVersion, configurationId, adminUsername, adminPassword,
          dataStorageSizeInGBs:int, dataStorage:DataStorageDetails, hostnameLabel, ipAddress, port:int,
          portX:int, backupPolicy:UpdateBackupPolicyDetails, maintenance:UpdateMaintenanceDetails,
          deletionPolicy:UpdateDeletionPolicyDetails, crashRecovery:ENABLED|DISABLED,
          databaseManagement:ENABLED|DISABLED, secureConnections:SecureConnectionDetails,
          encryptData:EncryptDataDetails, customerContacts:[CustomerContact],
          readEndpoint:UpdateReadEndpointDetails, telemetryConfiguration:UpdateTelemetryConfigurationDetails,
          freeformTags:map<string>, definedTags:map<any>
        UpdateDeletionPolicyDetails: automaticBackupRetention:DELETE|RETAIN,
          finalBackup:SKIP_FINAL_BACKUP|REQUIRE_FINAL_BACKUP, isDeleteProtected:bool
        UpdateExportDetails: exportOptions:[ClientOptions], isIdmapGroupsForSysAuth:bool,
          freeformTags:map<string>, definedTags:map<any>
        UpdateExportSetDetails: displayName, maxFsStatBytes:long, maxFsStatFiles:long
        UpdateHealthCheckerDetails: protocol:HTTP|HTTPS|TCP|UDP|DNS, port:int, retries:int,
          timeoutInMillis:int, intervalInMillis:int, urlPath, responseBodyRegex, returnCode:int,
          requestData:base64, responseData:base64, dns:DnsHealthCheckerDetails
        UpdateHeatWaveClusterDetails: shapeName, clusterSize:int, isLakehouseEnabled:bool
        UpdateInstanceDetails: displayName, shape, shapeConfig:LaunchInstanceShapeConfigDetails,
          metadata:map<string>, extendedMetadata:map<any>, faultDomain, instanceOptions:InstanceOptions,
          availabilityConfig:LaunchInstanceAvailabilityConfigDetails,
          agentConfig:LaunchInstanceAgentConfigDetails, freeformTags:map<string>, definedTags:map<any>
        UpdateListenerDetails: defaultBackendSetName, port:int, protocol:ANY|TCP|UDP|TCP_AND_UDP|L3IP,
          ipVersion:IPV4|IPV6, isPpv2Enabled:bool, tcpIdleTimeout:int, udpIdleTimeout:int, l3IpIdleTimeout:int
        UpdateMaintenanceDetails: windowStartTime, versionPreference:OLDEST|SECOND_NEWEST|NEWEST,
          versionTrackPreference:LONG_TERM_SUPPORT|INNOVATION|FOLLOW, maintenanceScheduleType:EARLY|REGULAR,
          maintenanceDisabledWindows:[MaintenanceDisabledWindow]
        UpdateNetworkLoadBalancerDetails: displayName, isPreserveSourceDestination:bool,
          isSymmetricHashEnabled:bool, nlbIpVersion:IPV4|IPV4_AND_IPV6|IPV6, freeformTags:map<string>,
          definedTags:map<any>
        UpdateNetworkSecurityGroupSecurityRulesDetails: securityRules:[UpdateSecurityRuleDetails]
        UpdateReadEndpointDetails: isEnabled:bool, readEndpointIpAddress, readEndpointHostnameLabel,
          excludeIps:[string]
        UpdateReplicaDetails: displayName, description, isDeleteProtected:bool,
          replicaOverrides:ReplicaOverrides, freeformTags:map<string>, definedTags:map<any>
        UpdateRouteTableDetails: displayName, routeRules:[RouteRule], freeformTags:map<string>,
          definedTags:map<any>
        UpdateSecurityListDetails: displayName, egressSecurityRules:[EgressSecurityRule],
          ingressSecurityRules:[IngressSecurityRule], freeformTags:map<string>, definedTags:map<any>
        UpdateSecurityRuleDetails: description, destination,
          destinationType:CIDR_BLOCK|SERVICE_CIDR_BLOCK|NETWORK_SECURITY_GROUP, direction*:EGRESS|INGRESS,
          icmpOptions:IcmpOptions, id*, isStateless:bool, protocol*, source,
          sourceType:CIDR_BLOCK|SERVICE_CIDR_BLOCK|NETWORK_SECURITY_GROUP, tcpOptions:TcpOptions,
          udpOptions:UdpOptions
        UpdateSubnetDetails: dhcpOptionsId, displayName, routeTableId, securityListIds:[string], cidrBlock,
          ipv6CidrBlock, ipv6CidrBlocks:[string], freeformTags:map<string>, definedTags:map<any>
        UpdateVcnDetails: displayName, isZprOnly:bool, freeformTags:map<string>, definedTags:map<any>
        UpdateVnicDetails: displayName, hostnameLabel, nsgIds:[string], skipSourceDestCheck:bool,
          routeTableId, freeformTags:map<string>, definedTags:map<any>
        """;
}
