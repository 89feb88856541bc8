import requests

def sync(base, land, state):
    page, pages = 1, 1
    while page <= pages:
        params = {"per_page": 20, "page": page}
        answer = requests.get(base + "/pagination/page_number", params).json()
        pages = answer.get("total_pages", pages)
        land(answer.get("data", []))
        page += 1
