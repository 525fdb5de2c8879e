#!/bin/sh
# The oldest and the newest allowed versions of every dependency, each in an environment of its own, tested with
# the tests named as arguments (by default kernels and commands).
#   tests/packaging/floors.sh oldest 3.11 [TESTS…]
#   tests/packaging/floors.sh newest 3.13 [TESTS…]
set -eu
which=$1 python=$2
shift 2
[ $# -gt 0 ] || set -- tests/unit/stats tests/unit/cli
case $which in
  oldest) resolution=lowest-direct ;;
  newest) resolution=highest ;;
  *) echo "oldest or newest?" >&2; exit 2 ;;
esac
folder=build/floors/$which-$(basename "$python")
uv venv --quiet --seed --clear --python "$python" "$folder"
uv pip install --quiet --python "$folder/bin/python" --resolution "$resolution" -e ".[database,dev]"
uv pip list --python "$folder/bin/python" > "$folder/versions.txt"
"$folder/bin/python" -m pytest -q -p no:xdist "$@"
