#!/usr/bin/env python3
"""Solves generated problems with Passerelle, CP-SAT and HiGHS side by side, and prints ratios.

    python3 benches/peers.py                       S1 to S3, everybody there and 85 %
    python3 benches/peers.py --sizes s4,s5 --limit 120
    python3 benches/peers.py --limit 20 --total 300  a table within five minutes

The peers get the monolithic time-indexed model of the same problem file: one variable for each pair and slot, one thread, a
limit on the clock. The musts and floors that Passerelle reached are given to them as constraints; they maximise value. They
are installed on the first run into target/tools/peers. Times are processor seconds: of our whole process, and of the peers
from reading the file on, without the start of Python.
"""
import argparse
import importlib
import json
import math
import os
import resource
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOLS = os.path.join(ROOT, "target", "tools", "peers")
NEEDS = ["ortools", "highspy"]


def install():
    """Makes the environment of the peers, once; gives its interpreter."""
    python = os.path.join(TOOLS, "bin", "python")
    done = os.path.join(TOOLS, "installed")
    if not os.path.exists(done):
        print("installing " + ", ".join(NEEDS) + " into target/tools/peers", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", TOOLS], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet"] + NEEDS, check=True)
        open(done, "w").close()
    return python


def cells(problem):
    """The pairs, the slots each may sit in, and seats by participant."""
    slots = [s["id"] for s in problem["slots"]]
    tables = {s["id"]: s["tables"] if isinstance(s["tables"], int) else len(s["tables"]) for s in problem["slots"]}
    away = {p["id"]: set(p.get("unavailable", [])) for p in problem["participants"]}
    seats = {p["id"]: p.get("seats", 1) for p in problem["participants"]}
    out = set(problem.get("excluded", []))
    pairs = []
    for pair in problem["pairs"]:
        pair["id"] = pair.get("id", pair["a"] + "~" + pair["b"])
        if pair["id"] not in out:
            there = [t for t in slots if t not in away[pair["a"]] and t not in away[pair["b"]]]
            pairs.append((pair, there))
    return slots, tables, seats, pairs


def rows(problem, reached):
    """Terms (index of a variable), and at most or at least so many; and the value of each variable."""
    slots, tables, seats, pairs = cells(problem)
    values, at, of, by_slot, mine, musts = [], {}, {}, {}, {}, []
    at_most, at_least, floors = [], [], []
    for pair, there in pairs:
        own = []
        for slot in there:
            x = len(values)
            values.append(pair["value"])
            own.append(x)
            by_slot.setdefault(slot, []).append(x)
            for end in (pair["a"], pair["b"]):
                at.setdefault((end, slot), []).append(x)
                mine.setdefault(end, []).append(x)
        of[pair["id"]] = own
        at_most.append((own, 1))
        if pair.get("must"):
            musts += own
    at_most += [(xs, seats[end]) for (end, _), xs in at.items() if len(xs) > seats[end]]
    at_most += [(xs, tables[slot]) for slot, xs in by_slot.items() if len(xs) > tables[slot]]
    for p in problem["participants"]:
        if "max" in p and p["id"] in mine:
            at_most.append((mine[p["id"]], p["max"]))
        if p.get("min", 0) > 0:
            floors.append((mine.get(p["id"], []), p["min"]))
    for limit in problem.get("limits", []):
        xs = [x for pair in limit["pairs"] for x in of.get(pair, [])]
        if "max" in limit:
            at_most.append((xs, limit["max"]))
        if limit.get("min", 0) > 0:
            floors.append((xs, limit["min"]))
    at_least.append((musts, reached["musts"]))
    return values, at_most, at_least, floors, reached["floors"]


def cp_sat(problem, reached, limit):
    from ortools.sat.python import cp_model

    values, at_most, at_least, floors, short = rows(problem, reached)
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in values]
    for xs, most in at_most:
        model.add_at_most_one(x[i] for i in xs) if most == 1 else model.add(sum(x[i] for i in xs) <= most)
    for xs, least in at_least:
        model.add(sum(x[i] for i in xs) >= least)
    missing = []
    for xs, least in floors:
        m = model.new_int_var(0, least, "")
        missing.append(m)
        model.add(sum(x[i] for i in xs) + m >= least)
    model.add(sum(missing) <= short)
    model.maximize(sum(v * x[i] for i, v in enumerate(values)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return solver.objective_value if found else None, solver.best_objective_bound


def highs(problem, reached, limit):
    import highspy
    import numpy

    values, at_most, at_least, floors, short = rows(problem, reached)
    n, big = len(values), highspy.kHighsInf
    low, high, starts, index, factors = [], [], [0], [], []

    def row(terms, least, most):
        low.append(least)
        high.append(most)
        index.extend(terms)
        factors.extend([1.0] * len(terms))
        starts.append(len(index))

    for xs, most in at_most:
        row(xs, -big, most)
    for xs, least in at_least:
        row(xs, least, big)
    for k, (xs, least) in enumerate(floors):
        row(xs + [n + k], least, big)
    row([n + k for k in range(len(floors))], -big, short)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n + len(floors), len(low)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = numpy.array([float(v) for v in values] + [0.0] * len(floors))
    lp.col_lower_ = numpy.zeros(lp.num_col_)
    lp.col_upper_ = numpy.array([1.0] * n + [float(least) for _, least in floors])
    lp.row_lower_, lp.row_upper_ = numpy.array(low, float), numpy.array(high, float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = numpy.array(starts), numpy.array(index)
    lp.a_matrix_.value_ = numpy.array(factors)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * n + [highspy.HighsVarType.kContinuous] * len(floors)
    solver = highspy.Highs()
    for option, value in [("output_flag", False), ("threads", 1), ("time_limit", limit), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)]:
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    solver.run()
    info = solver.getInfo()
    found = info.primal_solution_status == 2
    return info.objective_function_value if found else None, info.mip_dual_bound


def processor(command, limit):
    """Runs a command; its output, the processor seconds it took, and seconds on the clock."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=limit)
        text = done.stdout.decode() if done.returncode == 0 else ""
    except subprocess.TimeoutExpired:
        text = ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return text, seconds, time.monotonic() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    listed = lambda text: text.split(",")
    parser.add_argument("--sizes", type=listed, default=["s1", "s2", "s3"])
    parser.add_argument("--availability", type=listed, default=["100", "85"])
    parser.add_argument("--absence", type=listed, default=["random"])
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds on the clock for each peer")
    parser.add_argument("--total", type=float, default=1800.0, help="seconds on the clock for the whole table; no row is begun after that")
    parser.add_argument("--peers", type=listed, default=["cp-sat", "highs"])
    parser.add_argument("--solve", nargs=2, metavar=("PEER", "PROBLEM"), help=argparse.SUPPRESS)
    parser.add_argument("--reached", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.solve:
        peer, path = options.solve
        solve = {"cp-sat": cp_sat, "highs": highs}[peer]
        importlib.import_module({"cp-sat": "ortools.sat.python.cp_model", "highs": "highspy"}[peer])
        begin = time.process_time()
        with open(path) as file:
            value, bound = solve(json.load(file), json.loads(options.reached), options.limit)
        seconds = time.process_time() - begin
        print(json.dumps({"value": value, "bound": bound if math.isfinite(bound) else None, "seconds": seconds}))
        return
    python, folder = install(), os.path.join(ROOT, "target", "tools")
    release = os.path.join(ROOT, "target", "release")
    path, grown, begin = os.path.join(folder, "problem.json"), [], time.monotonic()
    left = lambda: options.total - (time.monotonic() - begin)
    print("size  avail absence  seed  pairs   solver       value        bound      gap %   cpu s  clock s  times ours")
    for size in options.sizes:
        for absence in options.absence:
            for availability in options.availability:
                for seed in range(1, options.seeds + 1):
                    if left() <= 0:
                        continue
                    made = [f"--{k}={v}" for k, v in [("size", size), ("availability", availability), ("absence", absence), ("seed", seed)]]
                    with open(path, "w") as file:
                        subprocess.run([os.path.join(release, "passerelle-bench"), "generate"] + made, stdout=file, check=True)
                    with open(path) as file:
                        pairs = len(json.load(file)["pairs"])
                    plan = [os.path.join(release, "passerelle"), "plan", "--threads", "1", "--no-gaps", "--problem", path]
                    text, ours, clock = processor(plan, None)
                    answer = json.loads(text)
                    grown.append((pairs, ours))
                    reached = {level["name"]: level["value"] for level in answer["objectives"]}

                    def tell(name, value, bound, seconds, clock, ratio):
                        known = value is not None and bound is not None
                        gap = f"{(bound - value) / max(1, bound) * 100:10.4f}" if known else "         -"
                        shown = [f"{x:12.0f}" if x is not None else "           -" for x in (value, bound)]
                        print(f"{size:5} {availability:>4}% {absence:8} {seed:4} {pairs:6}   {name:10} {shown[0]} {shown[1]} {gap} {seconds:7.2f} {clock:8.2f} {ratio:10.1f}", flush=True)

                    tell("passerelle", answer["value"], answer["bound"], ours, clock, 1.0)
                    for peer in options.peers if left() > 0 else []:
                        limit = min(options.limit, left())
                        command = [python, os.path.abspath(__file__), "--solve", peer, path, "--limit", str(limit), "--reached", json.dumps(reached)]
                        text, seconds, clock = processor(command, max(1.0, min(limit * 4 + 60, left() + 30)))
                        lines = text.strip().splitlines()
                        said = json.loads(lines[-1]) if lines else {"value": None, "bound": None}
                        seconds = said.get("seconds", seconds)
                        tell(peer, said["value"], said["bound"], seconds, clock, seconds / max(ours, 0.01))
    sizes = {pairs for pairs, _ in grown}
    if len(sizes) > 1:
        points = [(math.log(pairs), math.log(max(seconds, 0.01))) for pairs, seconds in grown]
        x, y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
        slope = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
        print(f"our processor time grows with the number of pairs to the power {slope:.2f} (least squares over the rows above)")


if __name__ == "__main__":
    main()
