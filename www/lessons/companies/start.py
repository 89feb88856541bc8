import requests

def sync(base, land, state):
    def read(path):
        return requests.get(base + path).json()["data"]

    for company in read("/cursors/companies"):
        departments = f"/cursors/{company['company_id']}/departments"
        for department in read(departments):
            land(read(f"{departments}/{department['department_id']}/employees"))
