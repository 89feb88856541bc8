import requests

def sync(base, land, state):
    page = 1
    while True:
        params = {"per_page": 50, "page": page}
        answer = requests.get(base + "/pagination/page_number", params).json()
        land(answer["data"])
        page += 1
        if page >= answer["total_pages"]:
            break
