async function sync(api, land, state) {
  const list = async (path) => {
    const response = await api(path);
    if (response.status === 404 || response.status === 204) return [];
    const { data, error } = await response.json();
    if (!response.ok) throw new Error(path + ": " + error);
    return data;
  };

  for (const company of await list("/cursors/companies")) {
    const departments = "/cursors/" + company.company_id + "/departments";
    for (const { department_id } of await list(departments)) {
      const employees = departments + "/" + department_id + "/employees";
      await land(await list(employees));
    }
  }
}
