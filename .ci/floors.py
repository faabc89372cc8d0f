#!/usr/bin/env python3
"""Runs the scorers of tests/floors.toml and fails when a figure falls below its floor.

    floors.py [NAME...]        only the scorers named

In a command, {cat PATTERN} is a file with the lines of all files that fit the pattern. Every [[scorer]] has a name, a command and figures; a figure has the regular expression that finds it in the output
(one group, the number) and a floor, or a ceiling, or both. Prints each figure beside its bounds.
"""
import pathlib, re, shlex, subprocess, sys, tempfile, tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent

def gathered(folder, match):
    files = sorted(ROOT.glob(match.group(1)))
    path = pathlib.Path(folder) / f"{len(list(pathlib.Path(folder).iterdir()))}-{files[0].name if files else 'none'}"
    path.write_text("".join(f.read_text(encoding="utf-8").rstrip("\n") + "\n" for f in files), encoding="utf-8")
    return str(path)

def main():
    with tempfile.TemporaryDirectory() as folder:
        measure(folder)

def measure(folder):
    wanted = set(sys.argv[1:])
    table = tomllib.loads((ROOT / "tests/floors.toml").read_text(encoding="utf-8"))
    failed = 0
    for scorer in table["scorer"]:
        if wanted and scorer["name"] not in wanted:
            continue
        command = shlex.split(re.sub(r"\{cat ([^}]+)\}", lambda m: gathered(folder, m), scorer["command"]))
        if not (ROOT / command[0]).exists():
            print(f"{scorer['name']}: {command[0]} is not here, skipped")
            continue
        ran = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)
        if ran.returncode != 0:
            print(f"{scorer['name']}: the scorer failed ({ran.returncode})\n{ran.stdout}{ran.stderr}")
            failed += 1
            continue
        for figure in scorer["figure"]:
            found = re.search(figure["regex"], ran.stdout)
            if not found:
                print(f"{scorer['name']}: {figure['name']}: not in the output:\n{ran.stdout}")
                failed += 1
                continue
            value = float(found.group(1))
            low, high = figure.get("floor"), figure.get("ceiling")
            good = (low is None or value >= low) and (high is None or value <= high)
            failed += not good
            bounds = ", ".join(f"{word} {n}" for word, n in (("floor", low), ("ceiling", high)) if n is not None)
            print(f"{'ok  ' if good else 'FAIL'} {scorer['name']}: {figure['name']} {value:g} ({bounds})", flush=True)
    print("all figures hold" if not failed else f"{failed} figures do not hold")
    sys.exit(failed > 0)

if __name__ == "__main__":
    main()
