
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'playground' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'playground'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'playground' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Serve the API until CTRL+C')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say whether a sync got everything')
            [CompletionResult]::new('gauntlet', 'gauntlet', [CompletionResultType]::ParameterValue, 'Run a connector against everything that a real API does, kill it and let it go on, and say which rows it loses')
            [CompletionResult]::new('health', 'health', [CompletionResultType]::ParameterValue, 'Say whether a server answers: exit code 0 or 1')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'playground;start' {
            [CompletionResult]::new('--ready-file', '--ready-file', [CompletionResultType]::ParameterName, 'Write a JSON file when the server listens, with its address, process, settings and credentials; it is taken away at the end')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on, 0 to 65535; 0 lets the system choose a free one [default: 5001]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Address to listen on, IPv4 or IPv6 [default: 127.0.0.1]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Any text of up to 64 bytes; the same seed and anchor give the same data, and for a whole server the same credentials [default: drawn at start]')
            [CompletionResult]::new('--anchor', '--anchor', [CompletionResultType]::ParameterName, 'Moment the data end at (YYYY-MM-DDTHH:MM:SSZ, from 1970 on): no row is later, but companies, departments and employees are updated on the clock, up to now [default: the moment of the start]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Makes the clock of data and tokens stand still at a moment (YYYY-MM-DDTHH:MM:SSZ), for tests; one before the anchor becomes the anchor as well, unless that is set beside it [default: the clock]')
            [CompletionResult]::new('--records', '--records', [CompletionResultType]::ParameterName, 'Number of records, 1 to 1000000000; any number costs the same [default: 200]')
            [CompletionResult]::new('--ties', '--ties', [CompletionResultType]::ParameterName, 'G records (0 to the number of records, or all) share one updatedAt, from record 46 on where there are that many [default: 0, alone: 15]')
            [CompletionResult]::new('--locale', '--locale', [CompletionResultType]::ParameterName, 'Language of names; of addresses too in de, fr, it, pt and zh, of companies in de, it, pt, ja and zh, of jobs in it, pt, ja and zh; English for the rest. E-mail addresses are ASCII: without accents, and of English names in ja, zh and ar [default: en]')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Each request takes a token from a bucket that gets 10 a second; 429 when it is empty [default: false]')
            [CompletionResult]::new('--capacity', '--capacity', [CompletionResultType]::ParameterName, 'Tokens the bucket of --rate-limit holds, 1 to 1000000000 [default: 20]')
            [CompletionResult]::new('--token-ttl', '--token-ttl', [CompletionResultType]::ParameterName, 'Life of a session token in seconds, 1 to 31536000 [default: 3600]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'How clients address the server (http or https, with a path if there is one); links start with it [default: what the request names]')
            [CompletionResult]::new('--trust-forwarded', '--trust-forwarded', [CompletionResultType]::ParameterName, 'Links follow Forwarded and X-Forwarded-Proto, -Host, -Port and -Prefix, as a proxy in front sets them [default: false]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No access log [default: false]')
            [CompletionResult]::new('--short-pages', '--short-pages', [CompletionResultType]::ParameterName, 'One page in four holds half its rows, though more follow. By offset, go on by the number of rows received [default: false]')
            [CompletionResult]::new('--empty-pages', '--empty-pages', [CompletionResultType]::ParameterName, 'One page in four holds no rows, though more follow: its cursor or link leads on. By offset it is a gap of limit offsets, which totals count too: where no row came, go on by limit. Not for keyset, starting_after and range [default: false]')
            [CompletionResult]::new('--past-end', '--past-end', [CompletionResultType]::ParameterName, 'What a page past the end is: no rows (range: 416), the last page again, or an error [default: empty]')
            [CompletionResult]::new('--last', '--last', [CompletionResultType]::ParameterName, 'How a walk ends: with a list; with one more page whose list is null; or never, with cursors and links that lead to an empty page, which names itself as the next [default: list]')
            [CompletionResult]::new('--links', '--links', [CompletionResultType]::ParameterName, 'How links are written: whole; as a query relative to the page''s own URL; as a path; or whole but with http, however the client came [default: absolute]')
            [CompletionResult]::new('--max-offset', '--max-offset', [CompletionResultType]::ParameterName, '400 for a page by number, offset or range that starts beyond row N, 1 to 1000000000; a filter or another order reaches the rest [default: none]')
            [CompletionResult]::new('--first-cursor', '--first-cursor', [CompletionResultType]::ParameterName, 'Whether the first request must send its cursor, empty or as * [default: optional]')
            [CompletionResult]::new('--drop-total', '--drop-total', [CompletionResultType]::ParameterName, 'Lists say no totals: no number of rows or pages, no link to the last page [default: false]')
            [CompletionResult]::new('--string-numbers', '--string-numbers', [CompletionResultType]::ParameterName, 'Numbers in lists are strings [default: false]')
            [CompletionResult]::new('--envelope', '--envelope', [CompletionResultType]::ParameterName, 'Whether lists stand in an object; off makes them the whole answer, and mixed on every second page. What the object said of the way on is in the header Link or X-Next-Cursor then [default: on]')
            [CompletionResult]::new('--filter-precision', '--filter-precision', [CompletionResultType]::ParameterName, 'How precisely filters by updatedAt are taken; day cuts them to the start of their day in UTC, so that rows come that are older than asked for [default: second]')
            [CompletionResult]::new('--moving', '--moving', [CompletionResultType]::ParameterName, 'Records are created, updated and deleted after the anchor, up to now, in every list; there are 1 to 100000 of them at the anchor [default: false]')
            [CompletionResult]::new('--clock-speed', '--clock-speed', [CompletionResultType]::ParameterName, 'Seconds of the clock of data in a second, 0 to 86400, from the anchor on: records that move, companies, departments and employees change so much faster. With 0 the clock stands still until POST /playground/clock moves it [default: 1]')
            [CompletionResult]::new('--churn', '--churn', [CompletionResultType]::ParameterName, 'Of 1,000 records that move, N (1 to 1000) are updated in the first minute, and a fourth as many are new; in spans twice as long each, as many again [default: 20]')
            [CompletionResult]::new('--deletes', '--deletes', [CompletionResultType]::ParameterName, 'How records that move go: one in ten by an update that sets deletedAt (soft), one in twenty without a trace (hard) [default: both]')
            [CompletionResult]::new('--late-seconds', '--late-seconds', [CompletionResultType]::ParameterName, 'One update in twenty of records that move is to be seen so many seconds behind its updatedAt, 0 to 86400, as where a transaction commits late [default: 600]')
            [CompletionResult]::new('--page-seconds', '--page-seconds', [CompletionResultType]::ParameterName, 'Each page of records that move is of so many seconds later than the one before it, 0 to 86400: a walk meets changes between its pages [default: 0]')
            [CompletionResult]::new('--retention-hours', '--retention-hours', [CompletionResultType]::ParameterName, 'How old a token of /changes and /delta may be, 1 to 87600; an older one is 410, and the sync has to start anew [default: 168]')
            [CompletionResult]::new('--max-window-hours', '--max-window-hours', [CompletionResultType]::ParameterName, '400 for a window of /windows that is longer or has an end open, 1 to 87600; go through the time window by window [default: none]')
            [CompletionResult]::new('--time-format', '--time-format', [CompletionResultType]::ParameterName, 'How times in rows are written: to the second in UTC (z), with the offset of one of three zones, without a zone (naive), with a fraction of 3, 6 or 9 digits, or as a number of seconds or milliseconds since 1970; filters take this form and z [default: z]')
            [CompletionResult]::new('--nulls', '--nulls', [CompletionResultType]::ParameterName, 'Company and job of one record in five are null, not there (absent), or texts of no letters (empty) [default: none]')
            [CompletionResult]::new('--big-ids', '--big-ids', [CompletionResultType]::ParameterName, 'Ids of records are integers above 2^53, which no float of 64 bits holds; those of /incremental/step stay [default: false]')
            [CompletionResult]::new('--drift', '--drift', [CompletionResultType]::ParameterName, 'Members of records change in answers from a moment on: phone comes (add@TIME), job is called job_title (rename@TIME), company becomes an object (type@TIME), address goes (drop@TIME); several are joined by + [default: none]')
            [CompletionResult]::new('--csv-separator', '--csv-separator', [CompletionResultType]::ParameterName, 'What separates the fields of the export in CSV [default: comma]')
            [CompletionResult]::new('--csv-line-end', '--csv-line-end', [CompletionResultType]::ParameterName, 'What ends the lines of the export in CSV; line feeds inside a field stay [default: lf]')
            [CompletionResult]::new('--csv-bom', '--csv-bom', [CompletionResultType]::ParameterName, 'Starts the export in CSV with a byte order mark, as spreadsheets do [default: false]')
            [CompletionResult]::new('--csv-header', '--csv-header', [CompletionResultType]::ParameterName, 'Starts the export in CSV with the names of the fields [default: true]')
            [CompletionResult]::new('--compression', '--compression', [CompletionResultType]::ParameterName, 'Whether answers above 1 kB come in gzip to clients that accept it; members makes them several gzip files one behind the other, as some servers do, of which many readers read only the first [default: none]')
            [CompletionResult]::new('--parent-bumps', '--parent-bumps', [CompletionResultType]::ParameterName, 'A change of an employee moves its department''s updatedAt too, and one of a department its company''s [default: false]')
            [CompletionResult]::new('--journal', '--journal', [CompletionResultType]::ParameterName, 'Keeps the last 1,000 requests for /playground/journal [default: true]')
            [CompletionResult]::new('--allow-host', '--allow-host', [CompletionResultType]::ParameterName, 'Hosts that requests may name besides addresses and localhost (a,b,.domain); others get 421 [default: any]')
            [CompletionResult]::new('--end-with-stdin', '--end-with-stdin', [CompletionResultType]::ParameterName, 'End when standard input ends too: given a pipe, the server does not outlive the program that started it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'playground;check' {
            [CompletionResult]::new('--settings', '--settings', [CompletionResultType]::ParameterName, 'Settings of the server that was synced from, as in its /with/KEY=VALUE,…/ prefix; seed and anchor are needed here or as flags')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'Whose rows landed, of all files, or of the messages, table or files of a name, as in users=people [default: people; of messages and tables their keys tell it]')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'Moment the truth is taken at (YYYY-MM-DDTHH:MM:SSZ): later changes are not held against the sync [default: none, and all rows that the lists show should be there; companies, departments and employees as of the newest updatedAt that landed]')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'Format of the file [default: told from its first byte]')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of a CSV whose first line names none, as in id,_,updatedAt [default: those of our exports]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Any text of up to 64 bytes; the same seed and anchor give the same data, and for a whole server the same credentials [default: drawn at start]')
            [CompletionResult]::new('--anchor', '--anchor', [CompletionResultType]::ParameterName, 'Moment the data end at (YYYY-MM-DDTHH:MM:SSZ, from 1970 on): no row is later, but companies, departments and employees are updated on the clock, up to now [default: the moment of the start]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Makes the clock of data and tokens stand still at a moment (YYYY-MM-DDTHH:MM:SSZ), for tests; one before the anchor becomes the anchor as well, unless that is set beside it [default: the clock]')
            [CompletionResult]::new('--records', '--records', [CompletionResultType]::ParameterName, 'Number of records, 1 to 1000000000; any number costs the same [default: 200]')
            [CompletionResult]::new('--ties', '--ties', [CompletionResultType]::ParameterName, 'G records (0 to the number of records, or all) share one updatedAt, from record 46 on where there are that many [default: 0, alone: 15]')
            [CompletionResult]::new('--locale', '--locale', [CompletionResultType]::ParameterName, 'Language of names; of addresses too in de, fr, it, pt and zh, of companies in de, it, pt, ja and zh, of jobs in it, pt, ja and zh; English for the rest. E-mail addresses are ASCII: without accents, and of English names in ja, zh and ar [default: en]')
            [CompletionResult]::new('--moving', '--moving', [CompletionResultType]::ParameterName, 'Records are created, updated and deleted after the anchor, up to now, in every list; there are 1 to 100000 of them at the anchor [default: false]')
            [CompletionResult]::new('--clock-speed', '--clock-speed', [CompletionResultType]::ParameterName, 'Seconds of the clock of data in a second, 0 to 86400, from the anchor on: records that move, companies, departments and employees change so much faster. With 0 the clock stands still until POST /playground/clock moves it [default: 1]')
            [CompletionResult]::new('--churn', '--churn', [CompletionResultType]::ParameterName, 'Of 1,000 records that move, N (1 to 1000) are updated in the first minute, and a fourth as many are new; in spans twice as long each, as many again [default: 20]')
            [CompletionResult]::new('--deletes', '--deletes', [CompletionResultType]::ParameterName, 'How records that move go: one in ten by an update that sets deletedAt (soft), one in twenty without a trace (hard) [default: both]')
            [CompletionResult]::new('--late-seconds', '--late-seconds', [CompletionResultType]::ParameterName, 'One update in twenty of records that move is to be seen so many seconds behind its updatedAt, 0 to 86400, as where a transaction commits late [default: 600]')
            [CompletionResult]::new('--page-seconds', '--page-seconds', [CompletionResultType]::ParameterName, 'Each page of records that move is of so many seconds later than the one before it, 0 to 86400: a walk meets changes between its pages [default: 0]')
            [CompletionResult]::new('--time-format', '--time-format', [CompletionResultType]::ParameterName, 'How times in rows are written: to the second in UTC (z), with the offset of one of three zones, without a zone (naive), with a fraction of 3, 6 or 9 digits, or as a number of seconds or milliseconds since 1970; filters take this form and z [default: z]')
            [CompletionResult]::new('--nulls', '--nulls', [CompletionResultType]::ParameterName, 'Company and job of one record in five are null, not there (absent), or texts of no letters (empty) [default: none]')
            [CompletionResult]::new('--big-ids', '--big-ids', [CompletionResultType]::ParameterName, 'Ids of records are integers above 2^53, which no float of 64 bits holds; those of /incremental/step stay [default: false]')
            [CompletionResult]::new('--drift', '--drift', [CompletionResultType]::ParameterName, 'Members of records change in answers from a moment on: phone comes (add@TIME), job is called job_title (rename@TIME), company becomes an object (type@TIME), address goes (drop@TIME); several are joined by + [default: none]')
            [CompletionResult]::new('--csv-separator', '--csv-separator', [CompletionResultType]::ParameterName, 'What separates the fields of the export in CSV [default: comma]')
            [CompletionResult]::new('--csv-line-end', '--csv-line-end', [CompletionResultType]::ParameterName, 'What ends the lines of the export in CSV; line feeds inside a field stay [default: lf]')
            [CompletionResult]::new('--csv-bom', '--csv-bom', [CompletionResultType]::ParameterName, 'Starts the export in CSV with a byte order mark, as spreadsheets do [default: false]')
            [CompletionResult]::new('--csv-header', '--csv-header', [CompletionResultType]::ParameterName, 'Starts the export in CSV with the names of the fields [default: true]')
            [CompletionResult]::new('--parent-bumps', '--parent-bumps', [CompletionResultType]::ParameterName, 'A change of an employee moves its department''s updatedAt too, and one of a department its company''s [default: false]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the verdict as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'playground;gauntlet' {
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Run these cases alone, beside the plain run: names, or what stands before the slash (resume, state)')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Leave these cases out')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'Whose rows a group is (people, companies, departments, employees or step), where its keys do not tell: by the name of the message''s stream, the table or the file')
            [CompletionResult]::new('--read', '--read', [CompletionResultType]::ParameterName, 'Command for the shell that prints the landed rows, as for DuckDB files and Parquet; it has the same variables')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest that a run of the command may take, and the command of --read, in seconds')
            [CompletionResult]::new('--max-requests', '--max-requests', [CompletionResultType]::ParameterName, 'Most requests of a case; a command that asks on is stopped')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Cases that run side by side [default: one for each processor]')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report: junit, json, md or html, and the file')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Any text of up to 64 bytes; the same seed and anchor give the same data, and for a whole server the same credentials [default: drawn at start]')
            [CompletionResult]::new('--anchor', '--anchor', [CompletionResultType]::ParameterName, 'Moment the data end at (YYYY-MM-DDTHH:MM:SSZ, from 1970 on): no row is later, but companies, departments and employees are updated on the clock, up to now [default: the moment of the start]')
            [CompletionResult]::new('--records', '--records', [CompletionResultType]::ParameterName, 'Number of records, 1 to 1000000000; any number costs the same [default: 200]')
            [CompletionResult]::new('--ties', '--ties', [CompletionResultType]::ParameterName, 'G records (0 to the number of records, or all) share one updatedAt, from record 46 on where there are that many [default: 0, alone: 15]')
            [CompletionResult]::new('--locale', '--locale', [CompletionResultType]::ParameterName, 'Language of names; of addresses too in de, fr, it, pt and zh, of companies in de, it, pt, ja and zh, of jobs in it, pt, ja and zh; English for the rest. E-mail addresses are ASCII: without accents, and of English names in ja, zh and ar [default: en]')
            [CompletionResult]::new('--moving', '--moving', [CompletionResultType]::ParameterName, 'Records are created, updated and deleted after the anchor, up to now, in every list; there are 1 to 100000 of them at the anchor [default: false]')
            [CompletionResult]::new('--clock-speed', '--clock-speed', [CompletionResultType]::ParameterName, 'Seconds of the clock of data in a second, 0 to 86400, from the anchor on: records that move, companies, departments and employees change so much faster. With 0 the clock stands still until POST /playground/clock moves it [default: 1]')
            [CompletionResult]::new('--churn', '--churn', [CompletionResultType]::ParameterName, 'Of 1,000 records that move, N (1 to 1000) are updated in the first minute, and a fourth as many are new; in spans twice as long each, as many again [default: 20]')
            [CompletionResult]::new('--deletes', '--deletes', [CompletionResultType]::ParameterName, 'How records that move go: one in ten by an update that sets deletedAt (soft), one in twenty without a trace (hard) [default: both]')
            [CompletionResult]::new('--late-seconds', '--late-seconds', [CompletionResultType]::ParameterName, 'One update in twenty of records that move is to be seen so many seconds behind its updatedAt, 0 to 86400, as where a transaction commits late [default: 600]')
            [CompletionResult]::new('--page-seconds', '--page-seconds', [CompletionResultType]::ParameterName, 'Each page of records that move is of so many seconds later than the one before it, 0 to 86400: a walk meets changes between its pages [default: 0]')
            [CompletionResult]::new('--time-format', '--time-format', [CompletionResultType]::ParameterName, 'How times in rows are written: to the second in UTC (z), with the offset of one of three zones, without a zone (naive), with a fraction of 3, 6 or 9 digits, or as a number of seconds or milliseconds since 1970; filters take this form and z [default: z]')
            [CompletionResult]::new('--nulls', '--nulls', [CompletionResultType]::ParameterName, 'Company and job of one record in five are null, not there (absent), or texts of no letters (empty) [default: none]')
            [CompletionResult]::new('--big-ids', '--big-ids', [CompletionResultType]::ParameterName, 'Ids of records are integers above 2^53, which no float of 64 bits holds; those of /incremental/step stay [default: false]')
            [CompletionResult]::new('--drift', '--drift', [CompletionResultType]::ParameterName, 'Members of records change in answers from a moment on: phone comes (add@TIME), job is called job_title (rename@TIME), company becomes an object (type@TIME), address goes (drop@TIME); several are joined by + [default: none]')
            [CompletionResult]::new('--csv-separator', '--csv-separator', [CompletionResultType]::ParameterName, 'What separates the fields of the export in CSV [default: comma]')
            [CompletionResult]::new('--csv-line-end', '--csv-line-end', [CompletionResultType]::ParameterName, 'What ends the lines of the export in CSV; line feeds inside a field stay [default: lf]')
            [CompletionResult]::new('--csv-bom', '--csv-bom', [CompletionResultType]::ParameterName, 'Starts the export in CSV with a byte order mark, as spreadsheets do [default: false]')
            [CompletionResult]::new('--csv-header', '--csv-header', [CompletionResultType]::ParameterName, 'Starts the export in CSV with the names of the fields [default: true]')
            [CompletionResult]::new('--parent-bumps', '--parent-bumps', [CompletionResultType]::ParameterName, 'A change of an employee moves its department''s updatedAt too, and one of a department its company''s [default: false]')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'Name the cases, each with a sentence and its lesson')
            [CompletionResult]::new('--schema', '--schema', [CompletionResultType]::ParameterName, 'Print the JSON Schema of the report')
            [CompletionResult]::new('--merge', '--merge', [CompletionResultType]::ParameterName, 'Rows are merged by their key, and the last of a key wins [the default]')
            [CompletionResult]::new('--append', '--append', [CompletionResultType]::ParameterName, 'Rows are appended, so that one that lands twice is a fault')
            [CompletionResult]::new('--every-request', '--every-request', [CompletionResultType]::ParameterName, 'Kill the command at each of its requests, rather than at some of them')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the report as JSON')
            [CompletionResult]::new('--end-with-stdin', '--end-with-stdin', [CompletionResultType]::ParameterName, 'End when standard input ends too, and the command''s processes with it: given a pipe, they do not outlive the program that started this one')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'playground;health' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on, 0 to 65535; 0 lets the system choose a free one [default: 5001]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Address to listen on, IPv4 or IPv6 [default: 127.0.0.1]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'playground;help' {
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Serve the API until CTRL+C')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say whether a sync got everything')
            [CompletionResult]::new('gauntlet', 'gauntlet', [CompletionResultType]::ParameterValue, 'Run a connector against everything that a real API does, kill it and let it go on, and say which rows it loses')
            [CompletionResult]::new('health', 'health', [CompletionResultType]::ParameterValue, 'Say whether a server answers: exit code 0 or 1')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'playground;help;start' {
            break
        }
        'playground;help;check' {
            break
        }
        'playground;help;gauntlet' {
            break
        }
        'playground;help;health' {
            break
        }
        'playground;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
