namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>The virtual network service over signed REST.</summary>
public sealed class VirtualNetworkClient(OciConnection connection) : IVirtualNetworkClient
{
    private readonly OciCore core = connection.Open(OciService.VirtualNetwork);

    private static VirtualNetworkJson Json => VirtualNetworkJson.Default;

    /// <inheritdoc/>
    public Task<OciResponse<Vcn>> CreateVcnAsync(
        CreateVcnDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateVcn", HttpMethod.Post, ["vcns"])
            {
                Body = OciBody.From(details, Json.CreateVcnDetails),
                RetryToken = retryToken,
            }, Json.Vcn, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Vcn>> GetVcnAsync(string vcnId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetVcn", HttpMethod.Get, ["vcns", vcnId]), Json.Vcn, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Vcn> ListVcnsAsync(ListVcnsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListVcns", HttpMethod.Get, ["vcns"])
            { Query = query.ToQuery() }, Json.ListVcn, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteVcnAsync(string vcnId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteVcn", HttpMethod.Delete, ["vcns", vcnId]) { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<InternetGateway>> CreateInternetGatewayAsync(
        CreateInternetGatewayDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateInternetGateway", HttpMethod.Post, ["internetGateways"])
            {
                Body = OciBody.From(details, Json.CreateInternetGatewayDetails),
                RetryToken = retryToken,
            }, Json.InternetGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<InternetGateway>> GetInternetGatewayAsync(
        string igId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetInternetGateway", HttpMethod.Get, ["internetGateways", igId]), Json.InternetGateway, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<InternetGateway> ListInternetGatewaysAsync(
        ListInternetGatewaysQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListInternetGateways", HttpMethod.Get, ["internetGateways"])
            { Query = query.ToQuery() }, Json.ListInternetGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteInternetGatewayAsync(
        string igId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteInternetGateway", HttpMethod.Delete, ["internetGateways", igId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NatGateway>> CreateNatGatewayAsync(
        CreateNatGatewayDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateNatGateway", HttpMethod.Post, ["natGateways"])
            {
                Body = OciBody.From(details, Json.CreateNatGatewayDetails),
                RetryToken = retryToken,
            }, Json.NatGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NatGateway>> GetNatGatewayAsync(
        string natGatewayId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetNatGateway", HttpMethod.Get, ["natGateways", natGatewayId]), Json.NatGateway, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<NatGateway> ListNatGatewaysAsync(
        ListNatGatewaysQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListNatGateways", HttpMethod.Get, ["natGateways"])
            { Query = query.ToQuery() }, Json.ListNatGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteNatGatewayAsync(
        string natGatewayId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteNatGateway", HttpMethod.Delete, ["natGateways", natGatewayId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Service> ListServicesAsync(CancellationToken cancellationToken) =>
        core.ListAsync(new("ListServices", HttpMethod.Get, ["services"]), Json.ListService, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ServiceGateway>> CreateServiceGatewayAsync(
        CreateServiceGatewayDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateServiceGateway", HttpMethod.Post, ["serviceGateways"])
            {
                Body = OciBody.From(details, Json.CreateServiceGatewayDetails),
                RetryToken = retryToken,
            }, Json.ServiceGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ServiceGateway>> GetServiceGatewayAsync(
        string serviceGatewayId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetServiceGateway", HttpMethod.Get, ["serviceGateways", serviceGatewayId]), Json.ServiceGateway, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ServiceGateway> ListServiceGatewaysAsync(
        ListServiceGatewaysQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListServiceGateways", HttpMethod.Get, ["serviceGateways"])
            { Query = query.ToQuery() }, Json.ListServiceGateway, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteServiceGatewayAsync(
        string serviceGatewayId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteServiceGateway", HttpMethod.Delete, ["serviceGateways", serviceGatewayId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<RouteTable>> CreateRouteTableAsync(
        CreateRouteTableDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateRouteTable", HttpMethod.Post, ["routeTables"])
            {
                Body = OciBody.From(details, Json.CreateRouteTableDetails),
                RetryToken = retryToken,
            }, Json.RouteTable, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<RouteTable>> GetRouteTableAsync(string rtId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetRouteTable", HttpMethod.Get, ["routeTables", rtId]), Json.RouteTable, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RouteTable> ListRouteTablesAsync(
        ListRouteTablesQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListRouteTables", HttpMethod.Get, ["routeTables"])
            { Query = query.ToQuery() }, Json.ListRouteTable, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<RouteTable>> UpdateRouteTableAsync(
        string rtId, UpdateRouteTableDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateRouteTable", HttpMethod.Put, ["routeTables", rtId])
            {
                Body = OciBody.From(details, Json.UpdateRouteTableDetails),
                IfMatch = ifMatch,
            }, Json.RouteTable, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteRouteTableAsync(
        string rtId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteRouteTable", HttpMethod.Delete, ["routeTables", rtId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<SecurityList>> CreateSecurityListAsync(
        CreateSecurityListDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateSecurityList", HttpMethod.Post, ["securityLists"])
            {
                Body = OciBody.From(details, Json.CreateSecurityListDetails),
                RetryToken = retryToken,
            }, Json.SecurityList, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<SecurityList>> GetSecurityListAsync(
        string securityListId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetSecurityList", HttpMethod.Get, ["securityLists", securityListId]), Json.SecurityList, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SecurityList> ListSecurityListsAsync(
        ListSecurityListsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListSecurityLists", HttpMethod.Get, ["securityLists"])
            { Query = query.ToQuery() }, Json.ListSecurityList, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<SecurityList>> UpdateSecurityListAsync(
        string securityListId, UpdateSecurityListDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateSecurityList", HttpMethod.Put, ["securityLists", securityListId])
            {
                Body = OciBody.From(details, Json.UpdateSecurityListDetails),
                IfMatch = ifMatch,
            }, Json.SecurityList, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteSecurityListAsync(
        string securityListId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteSecurityList", HttpMethod.Delete, ["securityLists", securityListId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkSecurityGroup>> CreateNetworkSecurityGroupAsync(
        CreateNetworkSecurityGroupDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateNetworkSecurityGroup", HttpMethod.Post, ["networkSecurityGroups"])
            {
                Body = OciBody.From(details, Json.CreateNetworkSecurityGroupDetails),
                RetryToken = retryToken,
            }, Json.NetworkSecurityGroup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkSecurityGroup>> GetNetworkSecurityGroupAsync(
        string networkSecurityGroupId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetNetworkSecurityGroup", HttpMethod.Get, ["networkSecurityGroups", networkSecurityGroupId]), Json.NetworkSecurityGroup, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<NetworkSecurityGroup> ListNetworkSecurityGroupsAsync(
        ListNetworkSecurityGroupsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListNetworkSecurityGroups", HttpMethod.Get, ["networkSecurityGroups"])
            { Query = query.ToQuery() }, Json.ListNetworkSecurityGroup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkSecurityGroupSecurityRules>> AddNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, AddNetworkSecurityGroupSecurityRulesDetails details, CancellationToken cancellationToken) =>
        core.SendAsync(new("AddNetworkSecurityGroupSecurityRules", HttpMethod.Post, ["networkSecurityGroups", networkSecurityGroupId, "actions", "addSecurityRules"])
            { Body = OciBody.From(details, Json.AddNetworkSecurityGroupSecurityRulesDetails) }, Json.NetworkSecurityGroupSecurityRules, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SecurityRule> ListNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, ListNetworkSecurityGroupSecurityRulesQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListNetworkSecurityGroupSecurityRules", HttpMethod.Get, ["networkSecurityGroups", networkSecurityGroupId, "securityRules"])
            { Query = query.ToQuery() }, Json.ListSecurityRule, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> RemoveNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, RemoveNetworkSecurityGroupSecurityRulesDetails details, CancellationToken cancellationToken) =>
        core.SendAsync(new("RemoveNetworkSecurityGroupSecurityRules", HttpMethod.Post, ["networkSecurityGroups", networkSecurityGroupId, "actions", "removeSecurityRules"])
            { Body = OciBody.From(details, Json.RemoveNetworkSecurityGroupSecurityRulesDetails) }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteNetworkSecurityGroupAsync(
        string networkSecurityGroupId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteNetworkSecurityGroup", HttpMethod.Delete, ["networkSecurityGroups", networkSecurityGroupId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Subnet>> CreateSubnetAsync(
        CreateSubnetDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateSubnet", HttpMethod.Post, ["subnets"])
            {
                Body = OciBody.From(details, Json.CreateSubnetDetails),
                RetryToken = retryToken,
            }, Json.Subnet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Subnet>> GetSubnetAsync(string subnetId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetSubnet", HttpMethod.Get, ["subnets", subnetId]), Json.Subnet, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Subnet> ListSubnetsAsync(ListSubnetsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListSubnets", HttpMethod.Get, ["subnets"])
            { Query = query.ToQuery() }, Json.ListSubnet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteSubnetAsync(
        string subnetId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteSubnet", HttpMethod.Delete, ["subnets", subnetId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<PrivateIp> ListPrivateIpsAsync(
        ListPrivateIpsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListPrivateIps", HttpMethod.Get, ["privateIps"])
            { Query = query.ToQuery() }, Json.ListPrivateIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<PrivateIp>> GetPrivateIpAsync(string privateIpId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetPrivateIp", HttpMethod.Get, ["privateIps", privateIpId]), Json.PrivateIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Vnic>> GetVnicAsync(string vnicId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetVnic", HttpMethod.Get, ["vnics", vnicId]), Json.Vnic, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<PublicIp>> CreatePublicIpAsync(
        CreatePublicIpDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreatePublicIp", HttpMethod.Post, ["publicIps"])
            {
                Body = OciBody.From(details, Json.CreatePublicIpDetails),
                RetryToken = retryToken,
            }, Json.PublicIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<PublicIp>> GetPublicIpAsync(string publicIpId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetPublicIp", HttpMethod.Get, ["publicIps", publicIpId]), Json.PublicIp, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<PublicIp> ListPublicIpsAsync(
        ListPublicIpsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListPublicIps", HttpMethod.Get, ["publicIps"])
            { Query = query.ToQuery() }, Json.ListPublicIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<PublicIp>> GetPublicIpByPrivateIpIdAsync(
        GetPublicIpByPrivateIpIdDetails details, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetPublicIpByPrivateIpId", HttpMethod.Post, ["publicIps", "actions", "getByPrivateIpId"])
            {
                Body = OciBody.From(details, Json.GetPublicIpByPrivateIpIdDetails),
                IsRead = true,
            }, Json.PublicIp, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeletePublicIpAsync(
        string publicIpId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeletePublicIp", HttpMethod.Delete, ["publicIps", publicIpId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Subnet>> UpdateSubnetAsync(
        string subnetId, UpdateSubnetDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateSubnet", HttpMethod.Put, ["subnets", subnetId])
            {
                Body = OciBody.From(details, Json.UpdateSubnetDetails),
                IfMatch = ifMatch,
            }, Json.Subnet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Vcn>> UpdateVcnAsync(
        string vcnId, UpdateVcnDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateVcn", HttpMethod.Put, ["vcns", vcnId])
            {
                Body = OciBody.From(details, Json.UpdateVcnDetails),
                IfMatch = ifMatch,
            }, Json.Vcn, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Vnic>> UpdateVnicAsync(
        string vnicId, UpdateVnicDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateVnic", HttpMethod.Put, ["vnics", vnicId])
            {
                Body = OciBody.From(details, Json.UpdateVnicDetails),
                IfMatch = ifMatch,
            }, Json.Vnic, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkSecurityGroupSecurityRules>> UpdateNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, UpdateNetworkSecurityGroupSecurityRulesDetails details, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateNetworkSecurityGroupSecurityRules", HttpMethod.Post, ["networkSecurityGroups", networkSecurityGroupId, "actions", "updateSecurityRules"])
            { Body = OciBody.From(details, Json.UpdateNetworkSecurityGroupSecurityRulesDetails) }, Json.NetworkSecurityGroupSecurityRules, cancellationToken);
}
