namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>The virtual network service over signed REST.</summary>
public sealed class VirtualNetworkClient(OciConnection connection) : IVirtualNetworkClient
{
    private readonly OciCore core = connection.Open(OciService.VirtualNetwork);

    private static VirtualNetworkJson Json => VirtualNetworkJson.Default;

    /// <inheritdoc/>
    public Task<OciResponse<Vcn>> CreateVcnAsync(
        CreateVcnDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateVcn", "vcns").Body(details, Json.CreateVcnDetails).RetryToken(retryToken)
            .SendAsync(Json.Vcn, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Vcn>> GetVcnAsync(string vcnId, CancellationToken cancellationToken) =>
        core.Get("GetVcn", "vcns", vcnId).SendAsync(Json.Vcn, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Vcn> ListVcnsAsync(ListVcnsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListVcns", "vcns").Query(query.ToQuery())
            .ListAsync(Json.ListVcn, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteVcnAsync(string vcnId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteVcn", "vcns", vcnId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<InternetGateway>> CreateInternetGatewayAsync(
        CreateInternetGatewayDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateInternetGateway", "internetGateways").Body(details, Json.CreateInternetGatewayDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.InternetGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<InternetGateway>> GetInternetGatewayAsync(
        string igId, CancellationToken cancellationToken) =>
        core.Get("GetInternetGateway", "internetGateways", igId).SendAsync(Json.InternetGateway, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<InternetGateway> ListInternetGatewaysAsync(
        ListInternetGatewaysQuery query, CancellationToken cancellationToken) =>
        core.Get("ListInternetGateways", "internetGateways").Query(query.ToQuery())
            .ListAsync(Json.ListInternetGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteInternetGatewayAsync(
        string igId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteInternetGateway", "internetGateways", igId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NatGateway>> CreateNatGatewayAsync(
        CreateNatGatewayDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateNatGateway", "natGateways").Body(details, Json.CreateNatGatewayDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.NatGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NatGateway>> GetNatGatewayAsync(
        string natGatewayId, CancellationToken cancellationToken) =>
        core.Get("GetNatGateway", "natGateways", natGatewayId).SendAsync(Json.NatGateway, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<NatGateway> ListNatGatewaysAsync(
        ListNatGatewaysQuery query, CancellationToken cancellationToken) =>
        core.Get("ListNatGateways", "natGateways").Query(query.ToQuery())
            .ListAsync(Json.ListNatGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteNatGatewayAsync(
        string natGatewayId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteNatGateway", "natGateways", natGatewayId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Service> ListServicesAsync(CancellationToken cancellationToken) =>
        core.Get("ListServices", "services").ListAsync(Json.ListService, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ServiceGateway>> CreateServiceGatewayAsync(
        CreateServiceGatewayDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateServiceGateway", "serviceGateways").Body(details, Json.CreateServiceGatewayDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.ServiceGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ServiceGateway>> GetServiceGatewayAsync(
        string serviceGatewayId, CancellationToken cancellationToken) =>
        core.Get("GetServiceGateway", "serviceGateways", serviceGatewayId)
            .SendAsync(Json.ServiceGateway, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ServiceGateway> ListServiceGatewaysAsync(
        ListServiceGatewaysQuery query, CancellationToken cancellationToken) =>
        core.Get("ListServiceGateways", "serviceGateways").Query(query.ToQuery())
            .ListAsync(Json.ListServiceGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteServiceGatewayAsync(
        string serviceGatewayId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteServiceGateway", "serviceGateways", serviceGatewayId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<RouteTable>> CreateRouteTableAsync(
        CreateRouteTableDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateRouteTable", "routeTables").Body(details, Json.CreateRouteTableDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.RouteTable, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<RouteTable>> GetRouteTableAsync(string rtId, CancellationToken cancellationToken) =>
        core.Get("GetRouteTable", "routeTables", rtId).SendAsync(Json.RouteTable, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RouteTable> ListRouteTablesAsync(
        ListRouteTablesQuery query, CancellationToken cancellationToken) =>
        core.Get("ListRouteTables", "routeTables").Query(query.ToQuery())
            .ListAsync(Json.ListRouteTable, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<RouteTable>> UpdateRouteTableAsync(
        string rtId, UpdateRouteTableDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateRouteTable", "routeTables", rtId).Body(details, Json.UpdateRouteTableDetails)
            .IfMatch(ifMatch)
            .SendAsync(Json.RouteTable, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteRouteTableAsync(
        string rtId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteRouteTable", "routeTables", rtId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<SecurityList>> CreateSecurityListAsync(
        CreateSecurityListDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateSecurityList", "securityLists").Body(details, Json.CreateSecurityListDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.SecurityList, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<SecurityList>> GetSecurityListAsync(
        string securityListId, CancellationToken cancellationToken) =>
        core.Get("GetSecurityList", "securityLists", securityListId).SendAsync(Json.SecurityList, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SecurityList> ListSecurityListsAsync(
        ListSecurityListsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListSecurityLists", "securityLists").Query(query.ToQuery())
            .ListAsync(Json.ListSecurityList, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<SecurityList>> UpdateSecurityListAsync(
        string securityListId, UpdateSecurityListDetails details, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Put("UpdateSecurityList", "securityLists", securityListId)
            .Body(details, Json.UpdateSecurityListDetails).IfMatch(ifMatch)
            .SendAsync(Json.SecurityList, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteSecurityListAsync(
        string securityListId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteSecurityList", "securityLists", securityListId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkSecurityGroup>> CreateNetworkSecurityGroupAsync(
        CreateNetworkSecurityGroupDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateNetworkSecurityGroup", "networkSecurityGroups")
            .Body(details, Json.CreateNetworkSecurityGroupDetails).RetryToken(retryToken)
            .SendAsync(Json.NetworkSecurityGroup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkSecurityGroup>> GetNetworkSecurityGroupAsync(
        string networkSecurityGroupId, CancellationToken cancellationToken) =>
        core.Get("GetNetworkSecurityGroup", "networkSecurityGroups", networkSecurityGroupId)
            .SendAsync(Json.NetworkSecurityGroup, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<NetworkSecurityGroup> ListNetworkSecurityGroupsAsync(
        ListNetworkSecurityGroupsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListNetworkSecurityGroups", "networkSecurityGroups").Query(query.ToQuery())
            .ListAsync(Json.ListNetworkSecurityGroup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkSecurityGroupSecurityRules>> AddNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, AddNetworkSecurityGroupSecurityRulesDetails details,
        CancellationToken cancellationToken) =>
        core.Post("AddNetworkSecurityGroupSecurityRules",
            "networkSecurityGroups", networkSecurityGroupId, "actions", "addSecurityRules")
            .Body(details, Json.AddNetworkSecurityGroupSecurityRulesDetails)
            .SendAsync(Json.NetworkSecurityGroupSecurityRules, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SecurityRule> ListNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, ListNetworkSecurityGroupSecurityRulesQuery query,
        CancellationToken cancellationToken) =>
        core.Get("ListNetworkSecurityGroupSecurityRules",
            "networkSecurityGroups", networkSecurityGroupId, "securityRules").Query(query.ToQuery())
            .ListAsync(Json.ListSecurityRule, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> RemoveNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, RemoveNetworkSecurityGroupSecurityRulesDetails details,
        CancellationToken cancellationToken) =>
        core.Post("RemoveNetworkSecurityGroupSecurityRules",
            "networkSecurityGroups", networkSecurityGroupId, "actions", "removeSecurityRules")
            .Body(details, Json.RemoveNetworkSecurityGroupSecurityRulesDetails)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteNetworkSecurityGroupAsync(
        string networkSecurityGroupId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteNetworkSecurityGroup", "networkSecurityGroups", networkSecurityGroupId)
            .IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Subnet>> CreateSubnetAsync(
        CreateSubnetDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateSubnet", "subnets").Body(details, Json.CreateSubnetDetails).RetryToken(retryToken)
            .SendAsync(Json.Subnet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Subnet>> GetSubnetAsync(string subnetId, CancellationToken cancellationToken) =>
        core.Get("GetSubnet", "subnets", subnetId).SendAsync(Json.Subnet, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Subnet> ListSubnetsAsync(ListSubnetsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListSubnets", "subnets").Query(query.ToQuery())
            .ListAsync(Json.ListSubnet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteSubnetAsync(
        string subnetId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteSubnet", "subnets", subnetId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<PrivateIp> ListPrivateIpsAsync(
        ListPrivateIpsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListPrivateIps", "privateIps").Query(query.ToQuery())
            .ListAsync(Json.ListPrivateIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<PrivateIp>> GetPrivateIpAsync(string privateIpId, CancellationToken cancellationToken) =>
        core.Get("GetPrivateIp", "privateIps", privateIpId).SendAsync(Json.PrivateIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Vnic>> GetVnicAsync(string vnicId, CancellationToken cancellationToken) =>
        core.Get("GetVnic", "vnics", vnicId).SendAsync(Json.Vnic, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<PublicIp>> CreatePublicIpAsync(
        CreatePublicIpDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreatePublicIp", "publicIps").Body(details, Json.CreatePublicIpDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.PublicIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<PublicIp>> GetPublicIpAsync(string publicIpId, CancellationToken cancellationToken) =>
        core.Get("GetPublicIp", "publicIps", publicIpId).SendAsync(Json.PublicIp, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<PublicIp> ListPublicIpsAsync(
        ListPublicIpsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListPublicIps", "publicIps").Query(query.ToQuery())
            .ListAsync(Json.ListPublicIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<PublicIp>> GetPublicIpByPrivateIpIdAsync(
        GetPublicIpByPrivateIpIdDetails details, CancellationToken cancellationToken) =>
        core.Post("GetPublicIpByPrivateIpId", "publicIps", "actions", "getByPrivateIpId")
            .Body(details, Json.GetPublicIpByPrivateIpIdDetails).ChangesNothing()
            .SendAsync(Json.PublicIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeletePublicIpAsync(
        string publicIpId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeletePublicIp", "publicIps", publicIpId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Subnet>> UpdateSubnetAsync(
        string subnetId, UpdateSubnetDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateSubnet", "subnets", subnetId).Body(details, Json.UpdateSubnetDetails).IfMatch(ifMatch)
            .SendAsync(Json.Subnet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Vcn>> UpdateVcnAsync(
        string vcnId, UpdateVcnDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateVcn", "vcns", vcnId).Body(details, Json.UpdateVcnDetails).IfMatch(ifMatch)
            .SendAsync(Json.Vcn, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Vnic>> UpdateVnicAsync(
        string vnicId, UpdateVnicDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateVnic", "vnics", vnicId).Body(details, Json.UpdateVnicDetails).IfMatch(ifMatch)
            .SendAsync(Json.Vnic, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkSecurityGroupSecurityRules>> UpdateNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, UpdateNetworkSecurityGroupSecurityRulesDetails details,
        CancellationToken cancellationToken) =>
        core.Post("UpdateNetworkSecurityGroupSecurityRules",
            "networkSecurityGroups", networkSecurityGroupId, "actions", "updateSecurityRules")
            .Body(details, Json.UpdateNetworkSecurityGroupSecurityRulesDetails)
            .SendAsync(Json.NetworkSecurityGroupSecurityRules, cancellationToken);
}
