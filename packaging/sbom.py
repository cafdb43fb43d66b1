#!/usr/bin/env python3
"""sbom.py NAME VERSION RUNTIME DATE ASSETS...: the SPDX 2.3 list of what is in a package, from NuGet's restore: each
package that puts code into the programs, with version, licence and the checksum of its file."""
import base64
import datetime
import hashlib
import json
import os
import sys
import xml.etree.ElementTree as xml

name, version, runtime, date = sys.argv[1:5]
packages = {}


def element(nuspec, tag):
    for found in xml.parse(nuspec).getroot().iter():
        if found.tag.rsplit("}", 1)[-1] == tag:
            return found
    return None


def licence(nuspec):
    found = element(nuspec, "license")
    if found is not None and found.get("type") == "expression":
        return found.text
    # Older packages name only an address, or bring their text along.
    link = element(nuspec, "licenseUrl")
    text = link.text if link is not None else ""
    if "MIT" in text or "dotnet" in text:
        return "MIT"
    return "Apache-2.0" if "apache" in text.lower() else "NOASSERTION"


def add(folders, package, number):
    path = package.lower() + "/" + number
    folder = next((f"{root}/{path}" for root in folders if os.path.isdir(f"{root}/{path}")), None)
    if folder is None:
        raise SystemExit(f"Cannot list {package} {number}: it is in none of {', '.join(folders)}.")
    with open(f"{folder}/{package.lower()}.{number}.nupkg.sha512", encoding="ascii") as file:
        checksum = base64.b64decode(file.read()).hex()
    text = licence(f"{folder}/{package.lower()}.nuspec")
    packages[package, number] = {
        "SPDXID": f"SPDXRef-Package-{package}-{number}",
        "name": package,
        "versionInfo": number,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": text,
        "copyrightText": "NOASSERTION",
        "checksums": [{"algorithm": "SHA512", "checksumValue": checksum}],
        "externalRefs": [{
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": f"pkg:nuget/{package}@{number}",
        }],
    }


for file in sys.argv[5:]:
    with open(file, encoding="utf-8") as content:
        assets = json.load(content)
    folders = [folder.rstrip("/") for folder in assets["packageFolders"]]
    target = next(libraries for key, libraries in assets["targets"].items() if key.endswith("/" + runtime))
    for key, library in target.items():
        parts = [*library.get("runtime", {}), *library.get("native", {})]
        # Build tools and placeholders put nothing into the program.
        if library["type"] == "package" and any(not part.endswith("/_._") for part in parts):
            add(folders, *key.split("/"))
    for framework in assets["project"]["frameworks"].values():
        for dependency in framework.get("downloadDependencies", []):
            # Parts of .NET itself that go into the program; the compiler and the host's own tools do not.
            if dependency["name"].endswith("." + runtime) and ".Runtime." in dependency["name"]:
                add(folders, dependency["name"], dependency["version"].strip("[]").split(",")[0])

listed = [packages[key] for key in sorted(packages, key=lambda key: (key[0].lower(), key[1]))]
digest = hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
root = {
    "SPDXID": "SPDXRef-Package",
    "name": name,
    "versionInfo": version,
    "downloadLocation": "NOASSERTION",
    "filesAnalyzed": False,
    "licenseConcluded": "MIT",
    "licenseDeclared": "MIT",
    "copyrightText": "NOASSERTION",
}
created = datetime.datetime.fromtimestamp(int(date), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
json.dump({
    "spdxVersion": "SPDX-2.3",
    "dataLicense": "CC0-1.0",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": f"{name}-{version}-{runtime}",
    "documentNamespace": f"https://spdx.org/spdxdocs/{name}-{version}-{runtime}-{digest[:32]}",
    "creationInfo": {"created": created, "creators": [f"Tool: {name} packaging/sbom.py"]},
    "packages": [root, *listed],
    "relationships": [
        {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-Package"},
        *({"spdxElementId": "SPDXRef-Package", "relationshipType": "CONTAINS", "relatedSpdxElement": package["SPDXID"]}
          for package in listed),
    ],
}, sys.stdout, indent=1)
print()
