import requests

def sync(base, land, state):
    url = base + "/pagination/next_page_url?per_page=50"
    while url:
        response = requests.get(url)
        response.raise_for_status()
        answer = response.json()
        land(answer["data"])
        print(answer["page"], len(answer["data"]))
        url = answer["next_page_url"]
