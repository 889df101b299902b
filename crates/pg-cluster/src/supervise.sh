# Runs one PostgreSQL and takes it down with whoever holds the other end of standard input.
# Arguments: the cluster's folder, then the server's command line. Input: a line `start` per start.
folder=$1
shift
server=
while read -r word; do
  [ "$word" = start ] || continue
  # a server that was killed has to be collected, or its process id looks as if it were still in use
  [ -z "$server" ] || wait "$server"
  "$@" </dev/null >>"$folder/log" 2>&1 &
  server=$!
done
if [ -n "$server" ]; then
  kill -s QUIT "$server" 2>/dev/null
  kill -s CONT "$server" 2>/dev/null
  wait "$server"
fi
rm -rf "$folder"
