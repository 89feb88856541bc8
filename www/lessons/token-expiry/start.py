from time import sleep
import requests

def sync(base, land, state, credentials):
    body = {
        "username": credentials["session_user"],
        "password": credentials["session_pass"],
    }
    login = requests.post(base + "/auth/session_token/login", json=body)
    headers = {"Authorization": "Token " + login.json()["token"]}

    # Slow work: four rows, a pause, the next four.
    start, total = 0, 20
    while start < total:
        answer = requests.get(base + "/auth/session_token/data", headers=headers)
        data = answer.json().get("data", [])
        land(data[start:start + 4])
        start += 4
        total = len(data) or total
        sleep(0.8)
