#!/usr/bin/env python3
"""Records signed requests of a real client: record.py OUT.json COMMAND...

Listens with TLS on a free loopback port, writes a duo.conf, runs COMMAND with {conf} {port} {ca} replaced, answers it as a
Duo service would, and stores what it sent. The keys are made up and guard nothing.
"""
import json, os, socket, ssl, struct, subprocess, sys, tempfile, threading

IKEY, SKEY = "DIRECORDED0VECTORS00", "recordedRecordedRecordedRecordedRecorded"


def bson(document):
    body = b""
    for name, value in document.items():
        key = name.encode() + b"\0"
        if isinstance(value, dict):
            body += b"\x03" + key + bson(value)
        else:
            text = value.encode() + b"\0"
            body += b"\x02" + key + struct.pack("<i", len(text)) + text
    return struct.pack("<i", len(body) + 5) + body + b"\0"


def read_body(stream, headers):
    if headers.get("Transfer-Encoding") != "chunked":
        return stream.read(int(headers.get("Content-Length", "0"))).decode("latin1")
    body = b""
    while size := int(stream.readline(), 16):
        body += stream.read(size)
        stream.readline()
    stream.readline()
    return body.decode("latin1")


def answer(path, body):
    if "preauth" in path:
        v1 = {"result": "auth", "prompt": "Passcode: ", "factors": {"default": "push1", "1": "push1"}}
        response = v1 if path.startswith("/rest") else {"result": "auth", "status_msg": "ok", "devices": []}
    elif "ping" in path or "check" in path:
        response = {"time": 1234567890}
    elif "async=1" in body:
        response = {"txid": "7d1f3a"}
    else:
        response = {"result": "deny", "status": "recorded", "status_msg": "recorded"}
    whole = {"stat": "OK", "response": response}
    return bson(whole) if ".bson" in path else json.dumps(whole).encode()


def serve(listener, context, seen):
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        try:
            with context.wrap_socket(plain, server_side=True) as tls:
                stream = tls.makefile("rwb")
                while line := stream.readline():
                    method, target, _ = line.decode("latin1").split()
                    headers = {}
                    while (line := stream.readline().decode("latin1").strip()):
                        name, value = line.split(":", 1)
                        headers[name] = value.strip()
                    body = read_body(stream, headers)
                    seen.append({"method": method, "target": target, "headers": headers, "body": body})
                    payload = answer(target, body)
                    stream.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(payload) + payload)
                    stream.flush()
        except (OSError, ssl.SSLError) as fault:
            print(fault, file=sys.stderr)


def main():
    out, command = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        ca, key, conf = (os.path.join(folder, name) for name in ("ca.pem", "key.pem", "duo.conf"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", ca,
                        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(ca, key)
        listener = socket.create_server(("127.0.0.1", 0))
        port, seen = listener.getsockname()[1], []
        threading.Thread(target=serve, args=(listener, context, seen), daemon=True).start()
        with open(os.open(conf, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(f"[duo]\nhost = localhost:{port}\nikey = {IKEY}\nskey = {SKEY}\ncafile = {ca}\nfailmode = secure\npushinfo = yes\naccept_env_factor = yes\n")
        values = {"conf": conf, "port": str(port), "ca": ca, "ikey": IKEY, "skey": SKEY}
        subprocess.run([part.format(**values) for part in command], stdin=subprocess.DEVNULL)
        listener.close()
        with open(out, "w") as file:
            json.dump({"ikey": IKEY, "skey": SKEY, "requests": seen}, file, indent=2)
            file.write("\n")


main()
