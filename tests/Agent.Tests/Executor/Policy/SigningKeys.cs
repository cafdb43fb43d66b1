namespace MoodleNodeAgent.Agent.Executor.Policy;

/// <summary>Keys as gpg exports them, with the fingerprints that gpg tells.</summary>
internal static class SigningKeys
{
    public const string Fingerprint = "B13E6EB1DD93041562A0EAE59E112B42364E5314";
    public const string SubkeyFingerprint = "0115FBD855F4D52BF8A66565F59FCDEB6489BFA8";

    /// <summary>An Ed25519 key.</summary>
    public const string Ed25519 = """
        -----BEGIN PGP PUBLIC KEY BLOCK-----

        mDMEawOjlxYJKwYBBAHaRw8BAQdADFfODq3diACMge8QXeGo68uA/L+kSxstIjPR
        Fv/Q29i0IlRlc3QgcmVwb3NpdG9yeSA8cmVwb0BleGFtcGxlLm9yZz6IkAQTFggA
        OBYhBLE+brHdkwQVYqDq5Z4RK0I2TlMUBQJrA6OXAhsDBQsJCAcCBhUKCQgLAgQW
        AgMBAh4BAheAAAoJEJ4RK0I2TlMUXUwBAP6rye6pQmwMB/OYKHBiHcJaVHjykTcS
        F8SuVUCbvMg7AP9cRMH4SlK0Pw1FblS/OMyGBJjCf6s83M+Nc6VXOqnmBA==
        =u1eN
        -----END PGP PUBLIC KEY BLOCK-----

        """;

    /// <summary>The same key with a signing subkey (RSA).</summary>
    public const string WithSubkey = """
        -----BEGIN PGP PUBLIC KEY BLOCK-----

        mDMEawOjlxYJKwYBBAHaRw8BAQdADFfODq3diACMge8QXeGo68uA/L+kSxstIjPR
        Fv/Q29i0IlRlc3QgcmVwb3NpdG9yeSA8cmVwb0BleGFtcGxlLm9yZz6IkAQTFggA
        OBYhBLE+brHdkwQVYqDq5Z4RK0I2TlMUBQJrA6OXAhsDBQsJCAcCBhUKCQgLAgQW
        AgMBAh4BAheAAAoJEJ4RK0I2TlMUXUwBAP6rye6pQmwMB/OYKHBiHcJaVHjykTcS
        F8SuVUCbvMg7AP9cRMH4SlK0Pw1FblS/OMyGBJjCf6s83M+Nc6VXOqnmBLkBDQRr
        A6OYAQgAzG8tIg035q3Zwg030SZHzwnVFAAAE8rhWS0xsrwvcawTkFxUgP0ufSys
        M1s2osjv+M7KrOEU9XCcK1fPMRgL9rRFbwxNWsPXg5spvLo5Dfijv2asjd0F1UGZ
        xKTptmbncDOpyGwdI8rEmM5iyd7NUaWxTbVWisxODXtqtRfiFbGdGpqiSfSOmzI/
        mc1g9xhgbM4+91TDC/8FE8YqTnD6QG5gbg5JktBFQAq9qd6TqT77eoywY1d8ljvE
        k104wa0HxXpqN0V4N81zR2UT3wjVdoVgF5HC4bxVXI3qGIFxLPCvZ+Nji2hm6397
        OB0rJmPgo5cJpglEwLvII/KBe8kMDwARAQABiQGuBBgWCAAgFiEEsT5usd2TBBVi
        oOrlnhErQjZOUxQFAmsDo5gCGwIBQAkQnhErQjZOUxTAdCAEGQEKAB0WIQQBFfvY
        VfTVK/imZWX1n83rZIm/qAUCawOjmAAKCRD1n83rZIm/qOx+B/9f8tb0THv9VVEH
        wevd6MPux/CRbKt+rCueZsYYqbgoVGp4FQ5lqbGk/fcvzj7qhDVWF20YAmGgIFIV
        oQ0u4j4yZxkHF+AdFEY/MZL7ogeIL5vMNJsgDiExwupR/hAOX5VcCgVmUoMQdHXq
        Kx2yZxBfn2ekznVYdFkGXsEg3kEPOa22g2BGIuBw0vnFxTbsbBxcu7dYSJFyM9wR
        7U59JCQ7EMlWyTtq3pIYSU4U+/wvZ6EImNlJKlmLQlSy+9YLMZuqA/9VWj+2VHGM
        k43LiHd51yaAF0vMNHMYKIAPCinJCa0akHZB0vPxIJSaQVBeEkUdQ4eypTt4FIJV
        7emuvh7xCk8BAMkTsjnGQhr8MmC+o4Xhzr24Lr96CpTaCbamJEQV19HcAP96nvc3
        t6huod00VnN53SzqAHhNDkhEgJ2p+h9/uQ5OBg==
        =1uj+
        -----END PGP PUBLIC KEY BLOCK-----

        """;
}
