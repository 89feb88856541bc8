async function sync(api, land, state) {
  const list = async (path) => {
    const response = await api(path);
    const { data } = await response.json();
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
