namespace MoodleNodeAgent.Cli.Init;

/// <summary>What init found out and puts into a new site file.</summary>
internal sealed record SiteFileDraft
{
    public required string Site { get; init; }

    public required string Profile { get; init; }

    public required string Region { get; init; }

    /// <summary>OCID of the compartment.</summary>
    public required string Compartment { get; init; }

    /// <summary>The compartment in words, for the comment.</summary>
    public required string CompartmentPath { get; init; }

    /// <summary>The whole file, with a comment at each line that somebody may want to change.</summary>
    public string ToText() =>
        $"""
        # A Moodle on Oracle Cloud Infrastructure, written by moodlectl init. Every line but site, release and cloud could
        # be left out: it says what is taken then. Next: moodlectl preflight FILE, then moodlectl apply FILE.
        site: {Site}                       # name of the site; part of every resource's name and tags
        product: moodle
        release:
          version: "4.5"
          archive: moodle-latest-405.tgz   # from https://download.moodle.org, beside this file
        # url: http://learn.example.edu    # default: http://<the balancer's address>
        # budget: 1500                     # US dollars a month; preflight compares its estimate with it

        cloud:
          provider: oci
          profile: {Profile}               # section of ~/.oci/config
          compartment: {Compartment}   # {CompartmentPath}
          region: {Region}

        network:
          cidr: 10.0.0.0/16                # everything private; the balancer alone has a public address

        nodes:
          count: 2                         # web servers; any of them may fail
          shapes: [VM.Standard.A1.Flex, VM.Standard.A2.Flex]   # the next one where there is no capacity
          ocpus: 2
          memory_gb: 12
          image: Oracle Linux 9

        database:
          version: "8.4"
          shape: MySQL.8                   # 4 OCPUs, the smallest that takes read replicas
          high_availability: true          # three members; false: one
          storage_gb: 100
          replicas: 2                      # for reading; 0 to 18

        storage:
          export: /moodledata
          mount: /var/www/moodledata

        balancer:
          listeners: [80]
          health: site                     # what the product answers; for Moodle: path /, status 303

        """;
}
