from urllib.parse import parse_qs, urlsplit
import requests

def sync(base, land, state):
    path = "/pagination/next_page_url?per_page=40&order_type=desc"
    while path:
        answer = requests.get(base + path).json()
        land(answer["data"])

        path = None
        if answer["next_page_url"]:
            page = parse_qs(urlsplit(answer["next_page_url"]).query)["page"][0]
            path = "/pagination/next_page_url?page=" + page
