namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>The virtual network operations that this project uses, named as OCI names them.</summary>
public interface IVirtualNetworkClient
{
    /// <summary>Creates a VCN.</summary>
    Task<OciResponse<Vcn>> CreateVcnAsync(
        CreateVcnDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one VCN.</summary>
    Task<OciResponse<Vcn>> GetVcnAsync(string vcnId, CancellationToken cancellationToken);

    /// <summary>Lists VCNs, reading page after page.</summary>
    IAsyncEnumerable<Vcn> ListVcnsAsync(ListVcnsQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a VCN.</summary>
    Task<OciResponse> DeleteVcnAsync(string vcnId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates an internet gateway.</summary>
    Task<OciResponse<InternetGateway>> CreateInternetGatewayAsync(
        CreateInternetGatewayDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one internet gateway.</summary>
    Task<OciResponse<InternetGateway>> GetInternetGatewayAsync(
        string igId, CancellationToken cancellationToken);

    /// <summary>Lists internet gateways, reading page after page.</summary>
    IAsyncEnumerable<InternetGateway> ListInternetGatewaysAsync(
        ListInternetGatewaysQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes an internet gateway.</summary>
    Task<OciResponse> DeleteInternetGatewayAsync(
        string igId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates a NAT gateway.</summary>
    Task<OciResponse<NatGateway>> CreateNatGatewayAsync(
        CreateNatGatewayDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one NAT gateway.</summary>
    Task<OciResponse<NatGateway>> GetNatGatewayAsync(
        string natGatewayId, CancellationToken cancellationToken);

    /// <summary>Lists NAT gateways, reading page after page.</summary>
    IAsyncEnumerable<NatGateway> ListNatGatewaysAsync(
        ListNatGatewaysQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a NAT gateway.</summary>
    Task<OciResponse> DeleteNatGatewayAsync(
        string natGatewayId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Lists services, reading page after page.</summary>
    IAsyncEnumerable<Service> ListServicesAsync(CancellationToken cancellationToken);

    /// <summary>Creates a service gateway.</summary>
    Task<OciResponse<ServiceGateway>> CreateServiceGatewayAsync(
        CreateServiceGatewayDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one service gateway.</summary>
    Task<OciResponse<ServiceGateway>> GetServiceGatewayAsync(
        string serviceGatewayId, CancellationToken cancellationToken);

    /// <summary>Lists service gateways, reading page after page.</summary>
    IAsyncEnumerable<ServiceGateway> ListServiceGatewaysAsync(
        ListServiceGatewaysQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a service gateway.</summary>
    Task<OciResponse> DeleteServiceGatewayAsync(
        string serviceGatewayId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates a route table.</summary>
    Task<OciResponse<RouteTable>> CreateRouteTableAsync(
        CreateRouteTableDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one route table.</summary>
    Task<OciResponse<RouteTable>> GetRouteTableAsync(string rtId, CancellationToken cancellationToken);

    /// <summary>Lists route tables, reading page after page.</summary>
    IAsyncEnumerable<RouteTable> ListRouteTablesAsync(
        ListRouteTablesQuery query, CancellationToken cancellationToken);

    /// <summary>Changes a route table.</summary>
    Task<OciResponse<RouteTable>> UpdateRouteTableAsync(
        string rtId, UpdateRouteTableDetails details, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Deletes a route table.</summary>
    Task<OciResponse> DeleteRouteTableAsync(
        string rtId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates a security list.</summary>
    Task<OciResponse<SecurityList>> CreateSecurityListAsync(
        CreateSecurityListDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one security list.</summary>
    Task<OciResponse<SecurityList>> GetSecurityListAsync(
        string securityListId, CancellationToken cancellationToken);

    /// <summary>Lists security lists, reading page after page.</summary>
    IAsyncEnumerable<SecurityList> ListSecurityListsAsync(
        ListSecurityListsQuery query, CancellationToken cancellationToken);

    /// <summary>Changes a security list.</summary>
    Task<OciResponse<SecurityList>> UpdateSecurityListAsync(
        string securityListId, UpdateSecurityListDetails details, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Deletes a security list.</summary>
    Task<OciResponse> DeleteSecurityListAsync(
        string securityListId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates a network security group.</summary>
    Task<OciResponse<NetworkSecurityGroup>> CreateNetworkSecurityGroupAsync(
        CreateNetworkSecurityGroupDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one network security group.</summary>
    Task<OciResponse<NetworkSecurityGroup>> GetNetworkSecurityGroupAsync(
        string networkSecurityGroupId, CancellationToken cancellationToken);

    /// <summary>Lists network security groups, reading page after page.</summary>
    IAsyncEnumerable<NetworkSecurityGroup> ListNetworkSecurityGroupsAsync(
        ListNetworkSecurityGroupsQuery query, CancellationToken cancellationToken);

    /// <summary>Adds rules of a network security group.</summary>
    Task<OciResponse<NetworkSecurityGroupSecurityRules>> AddNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, AddNetworkSecurityGroupSecurityRulesDetails details,
        CancellationToken cancellationToken);

    /// <summary>Lists rules of a network security group, reading page after page.</summary>
    IAsyncEnumerable<SecurityRule> ListNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, ListNetworkSecurityGroupSecurityRulesQuery query,
        CancellationToken cancellationToken);

    /// <summary>Removes rules of a network security group.</summary>
    Task<OciResponse> RemoveNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, RemoveNetworkSecurityGroupSecurityRulesDetails details,
        CancellationToken cancellationToken);

    /// <summary>Deletes a network security group.</summary>
    Task<OciResponse> DeleteNetworkSecurityGroupAsync(
        string networkSecurityGroupId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates a subnet.</summary>
    Task<OciResponse<Subnet>> CreateSubnetAsync(
        CreateSubnetDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one subnet.</summary>
    Task<OciResponse<Subnet>> GetSubnetAsync(string subnetId, CancellationToken cancellationToken);

    /// <summary>Lists subnets, reading page after page.</summary>
    IAsyncEnumerable<Subnet> ListSubnetsAsync(ListSubnetsQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a subnet.</summary>
    Task<OciResponse> DeleteSubnetAsync(
        string subnetId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Lists private IPs, reading page after page.</summary>
    IAsyncEnumerable<PrivateIp> ListPrivateIpsAsync(
        ListPrivateIpsQuery query, CancellationToken cancellationToken);

    /// <summary>Reads one private IP.</summary>
    Task<OciResponse<PrivateIp>> GetPrivateIpAsync(string privateIpId, CancellationToken cancellationToken);

    /// <summary>Reads one VNIC.</summary>
    Task<OciResponse<Vnic>> GetVnicAsync(string vnicId, CancellationToken cancellationToken);

    /// <summary>Creates a public IP.</summary>
    Task<OciResponse<PublicIp>> CreatePublicIpAsync(
        CreatePublicIpDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one public IP.</summary>
    Task<OciResponse<PublicIp>> GetPublicIpAsync(string publicIpId, CancellationToken cancellationToken);

    /// <summary>Lists public IPs, reading page after page.</summary>
    IAsyncEnumerable<PublicIp> ListPublicIpsAsync(
        ListPublicIpsQuery query, CancellationToken cancellationToken);

    /// <summary>Reads the public IP that is assigned to a private one.</summary>
    Task<OciResponse<PublicIp>> GetPublicIpByPrivateIpIdAsync(
        GetPublicIpByPrivateIpIdDetails details, CancellationToken cancellationToken);

    /// <summary>Deletes a public IP.</summary>
    Task<OciResponse> DeletePublicIpAsync(
        string publicIpId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Changes a subnet.</summary>
    Task<OciResponse<Subnet>> UpdateSubnetAsync(
        string subnetId, UpdateSubnetDetails details, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Changes a VCN.</summary>
    Task<OciResponse<Vcn>> UpdateVcnAsync(
        string vcnId, UpdateVcnDetails details, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Changes a VNIC.</summary>
    Task<OciResponse<Vnic>> UpdateVnicAsync(
        string vnicId, UpdateVnicDetails details, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Changes rules of a network security group.</summary>
    Task<OciResponse<NetworkSecurityGroupSecurityRules>> UpdateNetworkSecurityGroupSecurityRulesAsync(
        string networkSecurityGroupId, UpdateNetworkSecurityGroupSecurityRulesDetails details,
        CancellationToken cancellationToken);
}
