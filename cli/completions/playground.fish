# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_playground_global_optspecs
    string join \n h/help V/version
end

function __fish_playground_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_playground_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_playground_using_subcommand
    set -l cmd (__fish_playground_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c playground -n "__fish_playground_needs_command" -s h -l help -d 'Print help'
complete -c playground -n "__fish_playground_needs_command" -s V -l version -d 'Print version'
complete -c playground -n "__fish_playground_needs_command" -f -a "start" -d 'Serve the API until CTRL+C'
complete -c playground -n "__fish_playground_needs_command" -f -a "check" -d 'Say whether a sync got everything'
complete -c playground -n "__fish_playground_needs_command" -f -a "gauntlet" -d 'Run a connector against everything that a real API does, kill it and let it go on, and say which rows it loses'
complete -c playground -n "__fish_playground_needs_command" -f -a "health" -d 'Say whether a server answers: exit code 0 or 1'
complete -c playground -n "__fish_playground_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c playground -n "__fish_playground_using_subcommand start" -l ready-file -d 'Write a JSON file when the server listens, with its address, process, settings and credentials; it is taken away at the end' -r -F
complete -c playground -n "__fish_playground_using_subcommand start" -l port -d 'Port to listen on, 0 to 65535; 0 lets the system choose a free one [default: 5001]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l host -d 'Address to listen on, IPv4 or IPv6 [default: 127.0.0.1]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l seed -d 'Any text of up to 64 bytes; the same seed and anchor give the same data, and for a whole server the same credentials [default: drawn at start]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l anchor -d 'Moment the data end at (YYYY-MM-DDTHH:MM:SSZ, from 1970 on): no row is later, but companies, departments and employees are updated on the clock, up to now [default: the moment of the start]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l now -d 'Makes the clock of data and tokens stand still at a moment (YYYY-MM-DDTHH:MM:SSZ), for tests; one before the anchor becomes the anchor as well, unless that is set beside it [default: the clock]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l records -d 'Number of records, 1 to 1000000000; any number costs the same [default: 200]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l ties -d 'G records (0 to the number of records, or all) share one updatedAt, from record 46 on where there are that many [default: 0, alone: 15]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l locale -d 'Language of names; of addresses too in de, fr, it, pt and zh, of companies in de, it, pt, ja and zh, of jobs in it, pt, ja and zh; English for the rest. E-mail addresses are ASCII: without accents, and of English names in ja, zh and ar [default: en]' -r -f -a "en\t''
de\t''
fr\t''
it\t''
pt\t''
ja\t''
zh\t''
ar\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l rate-limit -d 'Each request takes a token from a bucket that gets 10 a second; 429 when it is empty [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l capacity -d 'Tokens the bucket of --rate-limit holds, 1 to 1000000000 [default: 20]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l token-ttl -d 'Life of a session token in seconds, 1 to 31536000 [default: 3600]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l public-url -d 'How clients address the server (http or https, with a path if there is one); links start with it [default: what the request names]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l trust-forwarded -d 'Links follow Forwarded and X-Forwarded-Proto, -Host, -Port and -Prefix, as a proxy in front sets them [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l quiet -d 'No access log [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l short-pages -d 'One page in four holds half its rows, though more follow. By offset, go on by the number of rows received [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l empty-pages -d 'One page in four holds no rows, though more follow: its cursor or link leads on. By offset it is a gap of limit offsets, which totals count too: where no row came, go on by limit. Not for keyset, starting_after and range [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l past-end -d 'What a page past the end is: no rows (range: 416), the last page again, or an error [default: empty]' -r -f -a "empty\t''
repeat\t''
404\t''
400\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l last -d 'How a walk ends: with a list; with one more page whose list is null; or never, with cursors and links that lead to an empty page, which names itself as the next [default: list]' -r -f -a "list\t''
null\t''
cursor\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l links -d 'How links are written: whole; as a query relative to the page\'s own URL; as a path; or whole but with http, however the client came [default: absolute]' -r -f -a "absolute\t''
relative\t''
path\t''
http\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l max-offset -d '400 for a page by number, offset or range that starts beyond row N, 1 to 1000000000; a filter or another order reaches the rest [default: none]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l first-cursor -d 'Whether the first request must send its cursor, empty or as * [default: optional]' -r -f -a "optional\t''
required\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l drop-total -d 'Lists say no totals: no number of rows or pages, no link to the last page [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l string-numbers -d 'Numbers in lists are strings [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l envelope -d 'Whether lists stand in an object; off makes them the whole answer, and mixed on every second page. What the object said of the way on is in the header Link or X-Next-Cursor then [default: on]' -r -f -a "on\t''
off\t''
mixed\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l filter-precision -d 'How precisely filters by updatedAt are taken; day cuts them to the start of their day in UTC, so that rows come that are older than asked for [default: second]' -r -f -a "second\t''
day\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l moving -d 'Records are created, updated and deleted after the anchor, up to now, in every list; there are 1 to 100000 of them at the anchor [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l clock-speed -d 'Seconds of the clock of data in a second, 0 to 86400, from the anchor on: records that move, companies, departments and employees change so much faster. With 0 the clock stands still until POST /playground/clock moves it [default: 1]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l churn -d 'Of 1,000 records that move, N (1 to 1000) are updated in the first minute, and a fourth as many are new; in spans twice as long each, as many again [default: 20]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l deletes -d 'How records that move go: one in ten by an update that sets deletedAt (soft), one in twenty without a trace (hard) [default: both]' -r -f -a "both\t''
soft\t''
hard\t''
none\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l late-seconds -d 'One update in twenty of records that move is to be seen so many seconds behind its updatedAt, 0 to 86400, as where a transaction commits late [default: 600]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l page-seconds -d 'Each page of records that move is of so many seconds later than the one before it, 0 to 86400: a walk meets changes between its pages [default: 0]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l retention-hours -d 'How old a token of /changes and /delta may be, 1 to 87600; an older one is 410, and the sync has to start anew [default: 168]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l max-window-hours -d '400 for a window of /windows that is longer or has an end open, 1 to 87600; go through the time window by window [default: none]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l time-format -d 'How times in rows are written: to the second in UTC (z), with the offset of one of three zones, without a zone (naive), with a fraction of 3, 6 or 9 digits, or as a number of seconds or milliseconds since 1970; filters take this form and z [default: z]' -r -f -a "z\t''
offset\t''
naive\t''
millis\t''
micros\t''
nanos\t''
epoch\t''
epoch_ms\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l nulls -d 'Company and job of one record in five are null, not there (absent), or texts of no letters (empty) [default: none]' -r -f -a "none\t''
null\t''
absent\t''
empty\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l big-ids -d 'Ids of records are integers above 2^53, which no float of 64 bits holds; those of /incremental/step stay [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l drift -d 'Members of records change in answers from a moment on: phone comes (add@TIME), job is called job_title (rename@TIME), company becomes an object (type@TIME), address goes (drop@TIME); several are joined by + [default: none]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l csv-separator -d 'What separates the fields of the export in CSV [default: comma]' -r -f -a "comma\t''
semicolon\t''
tab\t''
pipe\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l csv-line-end -d 'What ends the lines of the export in CSV; line feeds inside a field stay [default: lf]' -r -f -a "lf\t''
crlf\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l csv-bom -d 'Starts the export in CSV with a byte order mark, as spreadsheets do [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l csv-header -d 'Starts the export in CSV with the names of the fields [default: true]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l compression -d 'Whether answers above 1 kB come in gzip to clients that accept it; members makes them several gzip files one behind the other, as some servers do, of which many readers read only the first [default: none]' -r -f -a "none\t''
gzip\t''
members\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l parent-bumps -d 'A change of an employee moves its department\'s updatedAt too, and one of a department its company\'s [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l journal -d 'Keeps the last 1,000 requests for /playground/journal [default: true]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand start" -l allow-host -d 'Hosts that requests may name besides addresses and localhost (a,b,.domain); others get 421 [default: any]' -r
complete -c playground -n "__fish_playground_using_subcommand start" -l end-with-stdin -d 'End when standard input ends too: given a pipe, the server does not outlive the program that started it'
complete -c playground -n "__fish_playground_using_subcommand start" -s h -l help -d 'Print help'
complete -c playground -n "__fish_playground_using_subcommand check" -l settings -d 'Settings of the server that was synced from, as in its /with/KEY=VALUE,…/ prefix; seed and anchor are needed here or as flags' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l stream -d 'Whose rows landed, of all files, or of the messages, table or files of a name, as in users=people [default: people; of messages and tables their keys tell it]' -r -f -a "people\t''
companies\t''
departments\t''
employees\t''
step\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l as-of -d 'Moment the truth is taken at (YYYY-MM-DDTHH:MM:SSZ): later changes are not held against the sync [default: none, and all rows that the lists show should be there; companies, departments and employees as of the newest updatedAt that landed]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l input-format -d 'Format of the file [default: told from its first byte]' -r -f -a "json\t''
ndjson\t''
csv\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l columns -d 'Columns of a CSV whose first line names none, as in id,_,updatedAt [default: those of our exports]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l seed -d 'Any text of up to 64 bytes; the same seed and anchor give the same data, and for a whole server the same credentials [default: drawn at start]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l anchor -d 'Moment the data end at (YYYY-MM-DDTHH:MM:SSZ, from 1970 on): no row is later, but companies, departments and employees are updated on the clock, up to now [default: the moment of the start]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l now -d 'Makes the clock of data and tokens stand still at a moment (YYYY-MM-DDTHH:MM:SSZ), for tests; one before the anchor becomes the anchor as well, unless that is set beside it [default: the clock]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l records -d 'Number of records, 1 to 1000000000; any number costs the same [default: 200]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l ties -d 'G records (0 to the number of records, or all) share one updatedAt, from record 46 on where there are that many [default: 0, alone: 15]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l locale -d 'Language of names; of addresses too in de, fr, it, pt and zh, of companies in de, it, pt, ja and zh, of jobs in it, pt, ja and zh; English for the rest. E-mail addresses are ASCII: without accents, and of English names in ja, zh and ar [default: en]' -r -f -a "en\t''
de\t''
fr\t''
it\t''
pt\t''
ja\t''
zh\t''
ar\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l moving -d 'Records are created, updated and deleted after the anchor, up to now, in every list; there are 1 to 100000 of them at the anchor [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l clock-speed -d 'Seconds of the clock of data in a second, 0 to 86400, from the anchor on: records that move, companies, departments and employees change so much faster. With 0 the clock stands still until POST /playground/clock moves it [default: 1]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l churn -d 'Of 1,000 records that move, N (1 to 1000) are updated in the first minute, and a fourth as many are new; in spans twice as long each, as many again [default: 20]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l deletes -d 'How records that move go: one in ten by an update that sets deletedAt (soft), one in twenty without a trace (hard) [default: both]' -r -f -a "both\t''
soft\t''
hard\t''
none\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l late-seconds -d 'One update in twenty of records that move is to be seen so many seconds behind its updatedAt, 0 to 86400, as where a transaction commits late [default: 600]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l page-seconds -d 'Each page of records that move is of so many seconds later than the one before it, 0 to 86400: a walk meets changes between its pages [default: 0]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l time-format -d 'How times in rows are written: to the second in UTC (z), with the offset of one of three zones, without a zone (naive), with a fraction of 3, 6 or 9 digits, or as a number of seconds or milliseconds since 1970; filters take this form and z [default: z]' -r -f -a "z\t''
offset\t''
naive\t''
millis\t''
micros\t''
nanos\t''
epoch\t''
epoch_ms\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l nulls -d 'Company and job of one record in five are null, not there (absent), or texts of no letters (empty) [default: none]' -r -f -a "none\t''
null\t''
absent\t''
empty\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l big-ids -d 'Ids of records are integers above 2^53, which no float of 64 bits holds; those of /incremental/step stay [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l drift -d 'Members of records change in answers from a moment on: phone comes (add@TIME), job is called job_title (rename@TIME), company becomes an object (type@TIME), address goes (drop@TIME); several are joined by + [default: none]' -r
complete -c playground -n "__fish_playground_using_subcommand check" -l csv-separator -d 'What separates the fields of the export in CSV [default: comma]' -r -f -a "comma\t''
semicolon\t''
tab\t''
pipe\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l csv-line-end -d 'What ends the lines of the export in CSV; line feeds inside a field stay [default: lf]' -r -f -a "lf\t''
crlf\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l csv-bom -d 'Starts the export in CSV with a byte order mark, as spreadsheets do [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l csv-header -d 'Starts the export in CSV with the names of the fields [default: true]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l parent-bumps -d 'A change of an employee moves its department\'s updatedAt too, and one of a department its company\'s [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand check" -l json -d 'Print the verdict as JSON'
complete -c playground -n "__fish_playground_using_subcommand check" -s h -l help -d 'Print help'
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l only -d 'Run these cases alone, beside the plain run: names, or what stands before the slash (resume, state)' -r -f -a "plain\t''
records=1\t''
records=203\t''
ties=15\t''
ties=all\t''
locale=ja\t''
rate_limit\t''
token_ttl=60\t''
short_pages\t''
empty_pages\t''
past_end=repeat\t''
past_end=404\t''
past_end=400\t''
last=null\t''
last=cursor\t''
links=relative\t''
links=path\t''
links=http\t''
max_offset=100\t''
first_cursor=required\t''
drop_total\t''
string_numbers\t''
envelope=off\t''
envelope=mixed\t''
filter_precision=day\t''
moving\t''
deletes=soft\t''
deletes=hard\t''
late_seconds=600\t''
page_seconds=60\t''
retention_hours=1\t''
max_window_hours=24\t''
time_format=offset\t''
time_format=epoch_ms\t''
nulls=null\t''
nulls=absent\t''
big_ids\t''
csv_separator=semicolon\t''
csv_line_end=crlf\t''
csv_bom\t''
csv_header=false\t''
compression=gzip\t''
compression=members\t''
parent_bumps\t''
short_pages+empty_pages\t''
short_pages+ties=15\t''
drop_total+past_end=repeat\t''
last=null+short_pages\t''
rate_limit+token_ttl=60\t''
second_sync\t''
state\t''
resume\t''
forbidden\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l skip -d 'Leave these cases out' -r -f -a "plain\t''
records=1\t''
records=203\t''
ties=15\t''
ties=all\t''
locale=ja\t''
rate_limit\t''
token_ttl=60\t''
short_pages\t''
empty_pages\t''
past_end=repeat\t''
past_end=404\t''
past_end=400\t''
last=null\t''
last=cursor\t''
links=relative\t''
links=path\t''
links=http\t''
max_offset=100\t''
first_cursor=required\t''
drop_total\t''
string_numbers\t''
envelope=off\t''
envelope=mixed\t''
filter_precision=day\t''
moving\t''
deletes=soft\t''
deletes=hard\t''
late_seconds=600\t''
page_seconds=60\t''
retention_hours=1\t''
max_window_hours=24\t''
time_format=offset\t''
time_format=epoch_ms\t''
nulls=null\t''
nulls=absent\t''
big_ids\t''
csv_separator=semicolon\t''
csv_line_end=crlf\t''
csv_bom\t''
csv_header=false\t''
compression=gzip\t''
compression=members\t''
parent_bumps\t''
short_pages+empty_pages\t''
short_pages+ties=15\t''
drop_total+past_end=repeat\t''
last=null+short_pages\t''
rate_limit+token_ttl=60\t''
second_sync\t''
state\t''
resume\t''
forbidden\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l stream -d 'Whose rows a group is (people, companies, departments, employees or step), where its keys do not tell: by the name of the message\'s stream, the table or the file' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l read -d 'Command for the shell that prints the landed rows, as for DuckDB files and Parquet; it has the same variables' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l timeout -d 'The longest that a run of the command may take, and the command of --read, in seconds' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l max-requests -d 'Most requests of a case; a command that asks on is stopped' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l jobs -d 'Cases that run side by side [default: one for each processor]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l report -d 'Write a report: junit, json, md or html, and the file' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l seed -d 'Any text of up to 64 bytes; the same seed and anchor give the same data, and for a whole server the same credentials [default: drawn at start]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l anchor -d 'Moment the data end at (YYYY-MM-DDTHH:MM:SSZ, from 1970 on): no row is later, but companies, departments and employees are updated on the clock, up to now [default: the moment of the start]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l records -d 'Number of records, 1 to 1000000000; any number costs the same [default: 200]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l ties -d 'G records (0 to the number of records, or all) share one updatedAt, from record 46 on where there are that many [default: 0, alone: 15]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l locale -d 'Language of names; of addresses too in de, fr, it, pt and zh, of companies in de, it, pt, ja and zh, of jobs in it, pt, ja and zh; English for the rest. E-mail addresses are ASCII: without accents, and of English names in ja, zh and ar [default: en]' -r -f -a "en\t''
de\t''
fr\t''
it\t''
pt\t''
ja\t''
zh\t''
ar\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l moving -d 'Records are created, updated and deleted after the anchor, up to now, in every list; there are 1 to 100000 of them at the anchor [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l clock-speed -d 'Seconds of the clock of data in a second, 0 to 86400, from the anchor on: records that move, companies, departments and employees change so much faster. With 0 the clock stands still until POST /playground/clock moves it [default: 1]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l churn -d 'Of 1,000 records that move, N (1 to 1000) are updated in the first minute, and a fourth as many are new; in spans twice as long each, as many again [default: 20]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l deletes -d 'How records that move go: one in ten by an update that sets deletedAt (soft), one in twenty without a trace (hard) [default: both]' -r -f -a "both\t''
soft\t''
hard\t''
none\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l late-seconds -d 'One update in twenty of records that move is to be seen so many seconds behind its updatedAt, 0 to 86400, as where a transaction commits late [default: 600]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l page-seconds -d 'Each page of records that move is of so many seconds later than the one before it, 0 to 86400: a walk meets changes between its pages [default: 0]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l time-format -d 'How times in rows are written: to the second in UTC (z), with the offset of one of three zones, without a zone (naive), with a fraction of 3, 6 or 9 digits, or as a number of seconds or milliseconds since 1970; filters take this form and z [default: z]' -r -f -a "z\t''
offset\t''
naive\t''
millis\t''
micros\t''
nanos\t''
epoch\t''
epoch_ms\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l nulls -d 'Company and job of one record in five are null, not there (absent), or texts of no letters (empty) [default: none]' -r -f -a "none\t''
null\t''
absent\t''
empty\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l big-ids -d 'Ids of records are integers above 2^53, which no float of 64 bits holds; those of /incremental/step stay [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l drift -d 'Members of records change in answers from a moment on: phone comes (add@TIME), job is called job_title (rename@TIME), company becomes an object (type@TIME), address goes (drop@TIME); several are joined by + [default: none]' -r
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l csv-separator -d 'What separates the fields of the export in CSV [default: comma]' -r -f -a "comma\t''
semicolon\t''
tab\t''
pipe\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l csv-line-end -d 'What ends the lines of the export in CSV; line feeds inside a field stay [default: lf]' -r -f -a "lf\t''
crlf\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l csv-bom -d 'Starts the export in CSV with a byte order mark, as spreadsheets do [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l csv-header -d 'Starts the export in CSV with the names of the fields [default: true]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l parent-bumps -d 'A change of an employee moves its department\'s updatedAt too, and one of a department its company\'s [default: false]' -r -f -a "true\t''
false\t''"
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l list -d 'Name the cases, each with a sentence and its lesson'
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l schema -d 'Print the JSON Schema of the report'
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l merge -d 'Rows are merged by their key, and the last of a key wins [the default]'
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l append -d 'Rows are appended, so that one that lands twice is a fault'
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l every-request -d 'Kill the command at each of its requests, rather than at some of them'
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l json -d 'Print the report as JSON'
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -l end-with-stdin -d 'End when standard input ends too, and the command\'s processes with it: given a pipe, they do not outlive the program that started this one'
complete -c playground -n "__fish_playground_using_subcommand gauntlet" -s h -l help -d 'Print help'
complete -c playground -n "__fish_playground_using_subcommand health" -l port -d 'Port to listen on, 0 to 65535; 0 lets the system choose a free one [default: 5001]' -r
complete -c playground -n "__fish_playground_using_subcommand health" -l host -d 'Address to listen on, IPv4 or IPv6 [default: 127.0.0.1]' -r
complete -c playground -n "__fish_playground_using_subcommand health" -s h -l help -d 'Print help'
complete -c playground -n "__fish_playground_using_subcommand help; and not __fish_seen_subcommand_from start check gauntlet health help" -f -a "start" -d 'Serve the API until CTRL+C'
complete -c playground -n "__fish_playground_using_subcommand help; and not __fish_seen_subcommand_from start check gauntlet health help" -f -a "check" -d 'Say whether a sync got everything'
complete -c playground -n "__fish_playground_using_subcommand help; and not __fish_seen_subcommand_from start check gauntlet health help" -f -a "gauntlet" -d 'Run a connector against everything that a real API does, kill it and let it go on, and say which rows it loses'
complete -c playground -n "__fish_playground_using_subcommand help; and not __fish_seen_subcommand_from start check gauntlet health help" -f -a "health" -d 'Say whether a server answers: exit code 0 or 1'
complete -c playground -n "__fish_playground_using_subcommand help; and not __fish_seen_subcommand_from start check gauntlet health help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
