#!/bin/bash
# What:     Otp.NET's ComputeTotp(DateTime) with the same moment as UTC and as local time (DateTime.Parse of a text with Z gives the latter).
# Versions: Otp.NET 1.4.1 on .NET 10.
# Expected: one code: a DateTime carries its Kind, and what takes a time stamp converts it, as ToUniversalTime, DateTimeOffset and the file API do.
# Seen:     the Kind is not looked at: local hours are taken for UTC. On a machine in UTC (a container, a build) all is well; in Tokyo
#           DateTime.Parse("…Z"), DateTime.Now and DateTimeOffset.LocalDateTime give codes of nine hours from now.
# Matters:  a test or an import check that compares codes at a stored time passes in CI and fails on an administrator's laptop. Hand over
#           .UtcDateTime only.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
cat > finding.csproj <<'C'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
<ItemGroup><PackageReference Include="Otp.NET" Version="[1.4.1]" /></ItemGroup></Project>
C
cat > Program.cs <<'C'
var totp = new OtpNet.Totp(System.Text.Encoding.ASCII.GetBytes("12345678901234567890"));
var utc = new DateTime(2009, 2, 13, 23, 31, 30, DateTimeKind.Utc);
Console.WriteLine($"{totp.ComputeTotp(utc)} {totp.ComputeTotp(DateTime.Parse("2009-02-13T23:31:30Z", System.Globalization.CultureInfo.InvariantCulture))}");
C
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
dotnet build -v q -clp:ErrorsOnly --nologo -o out > build.log || { cat build.log; exit 1; }
utc=$(TZ=UTC dotnet out/finding.dll); tokyo=$(TZ=Asia/Tokyo dotnet out/finding.dll)
echo "expected: 005924 005924 in both zones"
echo "seen:     UTC $utc; Tokyo $tokyo"
[ "$utc" = '005924 005924' ] && [ "${tokyo%% *}" = 005924 ] && [ "$tokyo" != '005924 005924' ] || { echo "CHANGED"; exit 1; }
echo "still so: local time is taken for UTC"
