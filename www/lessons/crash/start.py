import requests

def sync(base, land, state):
    url = base + "/pagination/next_page_url?per_page=25&order_type=desc"
    if "since" in state:
        url += "&updated_since=" + state["since"]

    newest = state.get("since", "")
    while url:
        answer = requests.get(url).json()
        land(answer["data"])
        for row in answer["data"]:
            newest = max(newest, row["updatedAt"])
        state["since"] = newest
        url = answer["next_page_url"]
