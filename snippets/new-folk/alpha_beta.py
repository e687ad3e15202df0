"""Does the explanation of a chess program play the game?"""

# --8<-- [start:search]
rows = "012 345 678 036 147 258 048 246"
rows = [tuple(map(int, row)) for row in rows.split()]
nodes = 0  # positions looked at


def won(board, side):
    return any(
        board[a] == board[b] == board[c] == side for a, b, c in rows
    )


def search(board, me, you, low=-1, high=1, cut=True, squares=range(9)):
    """What `me`, who is to move, can be sure of: 1, 0 or -1."""
    global nodes
    nodes += 1
    if won(board, you):
        return -1
    if " " not in board:
        return 0
    for i in squares:
        if board[i] == " ":
            after = board[:i] + me + board[i + 1 :]
            value = search(after, you, me, -high, -low, cut, squares)
            low = max(low, -value)
            if cut and low >= high:
                break  # the other side would not let it come to this
    return low


# --8<-- [end:search]

# --8<-- [start:demo]
middle = 4, 0, 2, 6, 8, 1, 3, 5, 7
ways = {
    "every line": {"cut": False},
    "alpha-beta": {"cut": True},
    "centre first": {"cut": True, "squares": middle},
    "edges first": {"cut": True, "squares": middle[::-1]},
}
seen, value = {}, {}
print("search        positions  value")
for name, way in ways.items():
    nodes = 0
    value[name] = search(" " * 9, "X", "O", **way)
    seen[name] = nodes
    print(f"{name:12}  {nodes:9,}  {value[name]:5}")
# --8<-- [end:demo]

# --8<-- [start:play]
from collections import Counter


def best(free, board, me, you):
    return max(
        free,
        key=lambda i: -search(board[:i] + me + board[i + 1 :], you, me),
    )


def first(free, board, me, you):
    return free[0]


def games(player, board, me, you, turn, known):
    """Results against every possible line of replies."""
    if (board, turn) not in known:
        free = [i for i in range(9) if board[i] == " "]
        if won(board, me) or won(board, you) or not free:
            end = "won" if won(board, me) else "drawn"
            result = Counter(["lost" if won(board, you) else end])
        else:
            moves = [player(free, board, me, you)] if turn else free
            side, result = me if turn else you, Counter()
            for i in moves:
                after = board[:i] + side + board[i + 1 :]
                result += games(player, after, me, you, not turn, known)
        known[board, turn] = result
    return known[board, turn]


print("player        games  won  drawn  lost")
total = {}
for name, player in {"searching": best, "first square": first}.items():
    total[name] = sum(
        (
            games(player, " " * 9, "X", "O", turn, {})
            for turn in (True, False)
        ),
        Counter(),
    )
    counts = [total[name][k] for k in ("won", "drawn", "lost")]
    print(
        f"{name:12}  {sum(counts):5}  {counts[0]:3}  {counts[1]:5}"
        f"  {counts[2]:4}"
    )
# --8<-- [end:play]

# --8<-- [start:check]
assert seen["every line"] == 549_946, "not the whole game"
assert len(set(value.values())) == 1, "pruning changes the result"
assert 10 * seen["alpha-beta"] < seen["every line"], "nothing pruned"
assert total["searching"]["lost"] == 0, "it can be beaten"

# control: a player that knows the rules and does not search
assert total["first square"]["lost"] > 50, "nobody can lose this game"
# --8<-- [end:check]
