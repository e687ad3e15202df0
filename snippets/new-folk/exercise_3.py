"""Does the explanation of a chess program play the game?"""

# --8<-- [start:task]
from functools import cache

rows = "012 345 678 036 147 258 048 246"
rows = [tuple(map(int, row)) for row in rows.split()]


def won(board, side):
    return any(all(board[k] == side for k in row) for row in rows)


# write `search(board, me, you, low, high)`: what `me`, who is to
# move on this board of nine letters, can be sure of: 1, 0 or -1.
# Take the move after which the opponent's best is worst, and stop
# once this position cannot be reached against good play.
# --8<-- [end:task]

# --8<-- [start:solution]
seen = []  # positions looked at


def moves(board, side):
    spaces = [k for k in range(9) if board[k] == " "]
    return [board[:k] + side + board[k + 1 :] for k in spaces]


def search(board, me, you, low=-1, high=1):
    seen.append(board)
    if won(board, you) or " " not in board:
        return -1 if won(board, you) else 0
    for after in moves(board, me):
        low = max(low, -search(after, you, me, -high, -low))
        if low >= high:
            break  # the other side would not let it come to this
    return low


# --8<-- [end:solution]


# --8<-- [start:play]
def best(boards):
    return min(boards, key=lambda board: search(board, "O", "X"))


@cache
def every(board, me, you):
    """Positions that a search without pruning looks at."""
    over = won(board, you)
    after = () if over else moves(board, me)
    return 1 + sum(every(each, you, me) for each in after)


def games(board, player, turn):
    """How each game ends, whatever the opponent does."""
    if won(board, "X") or won(board, "O") or " " not in board:
        return [won(board, "X") - won(board, "O")]
    after = moves(board, "X" if turn else "O")
    after = [player(after)] if turn else after
    return [
        end for each in after for end in games(each, player, not turn)
    ]


start = " " * 9
value = search(start, "X", "O")
pruned, whole = len(seen), every(start, "X", "O")
search = cache(search)
print(f"positions, every line  {whole:,}")
print(f"positions, alpha-beta  {pruned:,}")
print("player        games  won  drawn  lost")
ends = {}
for name, player in (
    ("searching", best),
    ("first square", lambda x: x[0]),
):
    end = games(start, player, True) + games(start, player, False)
    ends[name] = [end.count(k) for k in (1, 0, -1)]
    won_, drawn, lost = ends[name]
    print(f"{name:12}  {len(end):5}  {won_:3}  {drawn:5}  {lost:4}")
# --8<-- [end:play]

# --8<-- [start:check]
assert whole == 549_946, "not the whole game"
assert value == 0, "whoever begins can force a win"
assert 10 * pruned < whole, "nothing is pruned"
assert ends["searching"][2] == 0, "it can be beaten"

# control: a player that knows the rules and does not search
assert ends["first square"][2] > 50, "nobody can lose this game"
# --8<-- [end:check]
