import requests

# In Python you would write csv.DictReader. This is what it does, but for one rule.
def read_csv(text):
    rows, row, field, quoted, n = [], [], "", False, 0
    while n < len(text):
        char = text[n]
        if char == '"' and quoted and text[n + 1:n + 2] == '"':
            field += char
            n += 1
        elif char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            row.append(field)
            field = ""
        elif char == "\n":
            rows.append(row + [field])
            row, field = [], ""
        else:
            field += char
        n += 1
    return rows

def sync(base, land, state):
    names, *rows = read_csv(requests.get(base + "/export/csv").text)
    land([dict(zip(names, row)) for row in rows])
