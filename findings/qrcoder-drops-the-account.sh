#!/bin/bash
# What:     QRCoder's OneTimePassword payload with an account and no issuer, and for a counter token whose counter is not set.
# Versions: QRCoder 1.8.1 on .NET 10.
# Expected: otpauth://totp/alice?secret=… (the issuer is optional in the format), and counter=0, where RFC 4226 and every app begin.
# Seen:     without an issuer the account is dropped too: otpauth://totp/?secret=…; and the counter begins at 1.
# Matters:  several accounts of one person lie nameless in the app, and some scanners refuse an empty name. A counter token that the server starts at 0 is
#           one ahead from the first code. Set Issuer and Counter always.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
cat > finding.csproj <<'C'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
<ItemGroup><PackageReference Include="QRCoder" Version="[1.8.1]" /></ItemGroup></Project>
C
cat > Program.cs <<'C'
using OneTimePassword = QRCoder.PayloadGenerator.OneTimePassword;
System.Console.WriteLine(new OneTimePassword { Secret = "GEZDGNBVGY3TQOJQ", Issuer = "ACME", Label = "alice" });
System.Console.WriteLine(new OneTimePassword { Secret = "GEZDGNBVGY3TQOJQ", Label = "alice" });
System.Console.WriteLine(new OneTimePassword { Type = OneTimePassword.OneTimePasswordAuthType.HOTP, Secret = "GEZDGNBVGY3TQOJQ", Issuer = "ACME", Label = "alice" });
C
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
dotnet build -v q -clp:ErrorsOnly --nologo -o out > build.log || { cat build.log; exit 1; }
seen=$(dotnet out/finding.dll | tr '\n' ' ')
echo "expected: otpauth://totp/ACME:alice?…, otpauth://totp/alice?…, otpauth://hotp/ACME:alice?…&counter=0"
echo "seen:     $seen"
[ "$seen" = 'otpauth://totp/ACME:alice?secret=GEZDGNBVGY3TQOJQ&issuer=ACME otpauth://totp/?secret=GEZDGNBVGY3TQOJQ otpauth://hotp/ACME:alice?secret=GEZDGNBVGY3TQOJQ&issuer=ACME&counter=1 ' ] || { echo "CHANGED"; exit 1; }
echo "still so: no issuer, no account; and counters begin at 1"
