# Counts what was tested: sourced by `test`. A step that runs no test runner counts as one test.

passed=0
failed=0
rows=()

# counted NAME COMMAND...: runs it, shows what it says, adds up what its test runners report. Fails as the command does.
counted() {
  local name=$1 log start code good bad tee
  shift
  log=$(mktemp)
  start=$(now_ms)
  printf '\n== %s\n' "$name"
  # Not in a pipe: the command may set variables here (the database it started).
  exec 3> >(tee "$log")
  tee=$!
  "$@" >&3 2>&1 3>&-
  code=$?
  exec 3>&-
  wait "$tee" # or the last lines would be missing from the log
  good=$(sum_of passed "$log")
  bad=$(sum_of failed "$log")
  rm -f "$log"
  if [ $code != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  if [ $((good + bad)) = 0 ]; then good=1; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  rows+=("$(printf '%-18s %10s %8d passed %4d failed' "$name" "$(seconds_since "$start")" "$good" "$bad")")
  return $code
}

# Adds up what a log reports as `passed` or `failed`: cargo test, cargo nextest and Playwright each have their own closing line.
sum_of() {
  sed -E 's/\x1b\[[0-9;]*m//g' "$2" | awk -v word="$1" '
    /^test result: |^ +Summary \[/ { if (match($0, "[0-9]+ " word)) total += substr($0, RSTART) + 0 }
    $0 ~ "^  [0-9]+ " word "( \\(|$)" { total += $1 }
    word == "failed" && /^  [0-9]+ (flaky|interrupted|did not run)$/ { total += $1 }
    END { print total + 0 }'
}

summary() {
  printf '\n'
  printf '%s\n' "${rows[@]}"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
}
