"""Do ssh-keygen and rapporteur take each other's signatures, and refuse the same changed ones?

    check.py RAPPORTEUR

Keys are made anew: ed25519, ECDSA on P-256, one with a passphrase, and RSA, which rapporteur leaves to ssh-keygen.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

NAME = "Head of the Analysis Unit"
PASSPHRASE = "long and dull"
KINDS = {
    "ed25519": ["-t", "ed25519", "-N", ""],
    "ecdsa": ["-t", "ecdsa", "-b", "256", "-N", ""],
    "locked": ["-t", "ed25519", "-N", PASSPHRASE],
    "rsa": ["-t", "rsa", "-N", ""],
}
# Some numbers of a key or signature begin with zeros once in 256 times.
MORE = 12

faults = []


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        shutil.copy("reports/responses.toml", folder)
        shutil.copytree("reports/evidence", folder / "evidence")
        for kind, options in KINDS.items():
            one_kind(program, folder, kind, options)
        for number in range(MORE):
            one_kind(program, folder, f"ecdsa-{number}", KINDS["ecdsa"])
    for fault in faults:
        print(fault)
    sys.exit(bool(faults))


def one_kind(program, folder, kind, options):
    key = folder / kind
    run(["ssh-keygen", "-q", *options, "-f", key], folder).check_returncode()
    public = (folder / f"{kind}.pub").read_text()
    (folder / "allowed_signers").write_text(f'"{NAME}" namespaces="rapporteur" {public}')
    shutil.rmtree(folder / "signatures", ignore_errors=True)
    statement = folder / "signatures/preparer.json"
    signature = folder / "signatures/preparer.json.sig"
    sign = [program, "sign", "responses.toml", "--with-missing", "--force"]

    if kind != "rsa":
        passphrase = folder / "passphrase"
        passphrase.write_text(PASSPHRASE + "\n")
        done = run([*sign, "--key", key, "--passphrase-file", passphrase], folder)
        expect(done.returncode == 0, f"{kind}: rapporteur did not sign: {done.stderr}")
        both(program, folder, f"{kind}, ours", True)
        ours = signature.read_bytes()
        for file in (statement, signature):
            whole = file.read_bytes()
            # ssh-keygen passes over changed ends of lines, and rapporteur doesn't.
            for at in (len(whole) // 3 + 1, len(whole) // 2 + 1, len(whole) - 58):
                file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
                both(program, folder, f"{kind}, byte {at} of {file.name} changed", False)
            file.write_bytes(whole)
        signature.unlink()

    done = run([*sign, "--statement-only"], folder)
    expect(done.returncode == 0, f"{kind}: no statement: {done.stderr}")
    if kind == "locked":
        run(["ssh-keygen", "-q", "-p", "-P", PASSPHRASE, "-N", "", "-f", key], folder).check_returncode()
    run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "rapporteur", statement], folder).check_returncode()
    if kind == "rsa":
        verified = run([program, "verify", "responses.toml"], folder)
        expect("keys of the kind rsa-sha2-512" in verified.stdout, f"rsa: it is not left open: {verified.stdout}")
        expect(theirs(folder), "rsa: ssh-keygen refuses its own signature of our statement")
        return
    both(program, folder, f"{kind}, theirs", True)
    if kind in ("ed25519", "locked"):
        expect(signature.read_bytes() == ours, f"{kind}: ours and theirs are not the same bytes")


def both(program, folder, what, sound):
    verified = run([program, "verify", "responses.toml", "--format", "json"], folder)
    claims = json.loads(verified.stdout)["claims"]
    holds = all(claim["outcome"] == "holds" for claim in claims)
    expect(holds == sound, f"{what}: rapporteur verify: {claims}")
    expect((verified.returncode == 3) != sound, f"{what}: rapporteur verify ended with {verified.returncode}")
    expect(theirs(folder) == sound, f"{what}: ssh-keygen says otherwise")


def theirs(folder):
    statement = (folder / "signatures/preparer.json").read_bytes()
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", NAME, "-n", "rapporteur"]
    command += ["-s", "signatures/preparer.json.sig"]
    return subprocess.run(command, cwd=folder, input=statement, capture_output=True).returncode == 0


def run(command, folder):
    command = [str(part) for part in command]
    return subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def expect(good, fault):
    if not good:
        faults.append(fault)


main()
