# What every script here says, and how: sourced, never run.

# The start of a step; `done_in` closes it with the time it took.
step() { step_name=$1; step_start=$(now_ms); printf '== %s\n' "$step_name"; }
done_in() { printf '   %s: %s\n' "$step_name" "$(seconds_since "$step_start")"; }
note() { printf '   %s\n' "$*"; }

# One clear line on what cannot be had and what to do about it, then the end.
give_up() { printf 'helpstead: %s\n' "$*" >&2; exit 1; }

now_ms() { date +%s%3N; }
seconds_since() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%01d s' $((ms / 1000)) $((ms % 1000 / 100))
}
