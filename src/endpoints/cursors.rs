//! Parents and children that change on the clock (contract, sections 12 and 13, B24), three levels deep.

use crate::dataset::companies::{COMPANIES, DEPARTMENTS};
use crate::dataset::employees::{NOT_FOUND, Post};
use crate::dataset::order::{Direction, OrderBy};
use crate::request::parameter::Parameter;
use crate::request::rows::{CompanyId, DepartmentId, OrderKey, OrderType, UpdatedSince};
use crate::request::{Call, Input, input};
use crate::response::Response;
use crate::response::error::ApiError;
use crate::router::{Group, Notes, Paging, get};
use crate::settings::behaviours::Last;
use crate::time::Timestamp;
use serde_json::{Value, json};

pub(super) fn group() -> Group {
    Group {
        heading: "Cursor Endpoint Type",
        about: "Parents and children, each with a cursor of its own. Their updatedAt moves on the clock; no call changes anything.",
        endpoints: vec![
            get(
                "/cursors/companies",
                "Companies Cursor",
                companies,
                &Notes {
                    about: "The companies. In each second none, one or both of them change.",
                    samples: &["/cursors/companies"],
                    answers: &[("data", "The companies."), ("total_items", "Number of companies after filtering.")],
                },
            )
            .paged(Paging::single("company_id")),
            get(
                "/cursors/{company_id}/departments",
                "Departments by Company Cursor",
                departments,
                &Notes {
                    about: "The departments of a company. In each second none to all four of them change.",
                    samples: &["/cursors/1/departments"],
                    answers: &[("data", "The departments."), ("total_items", "Number of departments after filtering.")],
                },
            )
            .paged(Paging::single("department_id")),
            get(
                "/cursors/{company_id}/departments/{department_id}/employees",
                "Employees by Department Cursor",
                employees,
                &Notes {
                    about: "The employees of a department, 3 to 10, who change on the clock as the rows above them do. Three answers that are \
                            no list, as APIs give them: a department that does not exist is 404; department 3 of company 2 exists, and its \
                            employees are 404 all the same; department 4 of company 2 has none, which is 204. A filter that leaves nobody \
                            is 200 with an empty list.",
                    samples: &["/cursors/1/departments/1/employees", "/cursors/2/departments/4/employees"],
                    answers: &[("data", "The employees."), ("total_items", "Number of employees after filtering.")],
                },
            )
            .paged(Paging::single("employee_id")),
        ],
    }
}

/// A row that changes on the clock, with its keys.
struct Moving {
    created: i64,
    updated: i64,
    row: Value,
}

input! {
    struct Companies {
        order: OrderKey,
        direction: OrderType,
        since: UpdatedSince,
    }
}

fn companies(input: Companies, call: &Call<'_>) -> Result<Response, ApiError> {
    let companies = &call.instance.companies;
    let rows = &mut (1..=COMPANIES).map(|id| {
        let (created, updated) = (companies.created(id), companies.updated(id, call.now.seconds()));
        let row = json!({
            "company_id": number(call, id),
            "company_name": companies.name(id),
            "createdAt": time(call, created, id),
            "updatedAt": time(call, updated, id),
        });
        Moving { created, updated, row }
    });
    Ok(answer(call, rows, input.order.0, input.direction.0, input.since.0))
}

input! {
    struct Departments {
        order: OrderKey,
        direction: OrderType,
        company: ExistingCompany,
        since: UpdatedSince,
    }
}

/// A company that exists; the check stands between order and filter (contract, section 13).
struct ExistingCompany(u64);

impl Input for ExistingCompany {
    fn parameters() -> Vec<&'static Parameter> {
        CompanyId::parameters()
    }

    fn errors() -> Vec<ApiError> {
        let mut errors = CompanyId::errors();
        errors.push(ApiError::NoSuchId("company_id", "3".to_owned()));
        errors
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let CompanyId(id) = CompanyId::read(call)?;
        let known = id.parse().ok().filter(|id| (1..=COMPANIES).contains(id));
        known.map(Self).ok_or(ApiError::NoSuchId("company_id", id))
    }
}

fn departments(input: Departments, call: &Call<'_>) -> Result<Response, ApiError> {
    let companies = &call.instance.companies;
    let company = input.company.0;
    let created = companies.created(company);
    let rows = &mut (1..).zip(DEPARTMENTS).map(|(id, name)| {
        let updated = companies.department_updated(company, id, call.now.seconds());
        let row = json!({
            "department_id": number(call, id),
            "company_id": number(call, company),
            "department_name": name,
            "createdAt": time(call, created, id),
            "updatedAt": time(call, updated, id),
        });
        Moving { created, updated, row }
    });
    Ok(answer(call, rows, input.order.0, input.direction.0, input.since.0))
}

input! {
    struct Employees {
        order: OrderKey,
        direction: OrderType,
        department: ExistingDepartment,
        since: UpdatedSince,
    }
}

/// A department that exists, of a company that does.
struct ExistingDepartment {
    company: u64,
    department: u64,
}

impl Input for ExistingDepartment {
    fn parameters() -> Vec<&'static Parameter> {
        let mut parameters = ExistingCompany::parameters();
        parameters.append(&mut DepartmentId::parameters());
        parameters
    }

    fn errors() -> Vec<ApiError> {
        let mut errors = ExistingCompany::errors();
        errors.append(&mut DepartmentId::errors());
        errors.push(ApiError::NoSuchId("department_id", "5".to_owned()));
        errors.push(ApiError::NoChildren("employees", "department_id", NOT_FOUND.1.to_string()));
        errors
    }

    fn read(call: &Call<'_>) -> Result<Self, ApiError> {
        let ExistingCompany(company) = ExistingCompany::read(call)?;
        let DepartmentId(id) = DepartmentId::read(call)?;
        let known = id.parse().ok().filter(|id| (1..=DEPARTMENTS.len() as u64).contains(id));
        let known = known.map(|department| Self { company, department });
        known.ok_or(ApiError::NoSuchId("department_id", id))
    }
}

fn employees(input: Employees, call: &Call<'_>) -> Result<Response, ApiError> {
    let companies = &call.instance.companies;
    let ExistingDepartment { company, department } = input.department;
    let missing = || ApiError::NoChildren("employees", "department_id", department.to_string());
    let count = companies.employees.count(company, department).ok_or_else(missing)?;
    if count == 0 {
        return Ok(Response::no_content());
    }
    let rows = &mut (1..=count).map(|place| {
        let post = Post { company, department, number: place };
        let (created, updated) = (
            companies.employee_created(post),
            companies.employee_updated(post, call.now.seconds()),
        );
        let [name, email, job] = companies.employees.texts(post);
        let row = json!({
            "employee_id": companies.employees.id(post).to_string(),
            "department_id": number(call, department),
            "company_id": number(call, company),
            "name": name,
            "email": email,
            "job": job,
            "createdAt": time(call, created, place),
            "updatedAt": time(call, updated, place),
        });
        Moving { created, updated, row }
    });
    Ok(answer(call, rows, input.order.0, input.direction.0, input.since.0))
}

/// A time of the row with a number, in the form of times.
fn time(call: &Call<'_>, second: i64, number: u64) -> Value {
    let form = call.instance.settings.form.time;
    match form.to_a_second() {
        Some(units) => second.saturating_mul(units).into(),
        None => form.text(second, number).into(),
    }
}

/// Filters and sorts rows. Each goes behind those with its key, so equal keys keep the order of ids in both directions. There is a
/// handful of them: a general sort would weigh more in wasm than it is worth.
fn answer(
    call: &Call<'_>,
    rows: &mut dyn Iterator<Item = Moving>,
    by: OrderBy,
    direction: Direction,
    since: Option<Timestamp>,
) -> Response {
    let (mut keys, mut data): (Vec<i64>, Vec<Value>) = Default::default();
    for Moving { created, updated, row } in
        rows.filter(|row| since.is_none_or(|since| row.updated >= since.seconds()))
    {
        let key = if by == OrderBy::CreatedAt { created } else { updated };
        let at = keys.partition_point(|&before| {
            if direction == Direction::Asc { before <= key } else { before >= key }
        });
        keys.insert(at, key);
        data.insert(at, row);
    }
    let behaviours = &call.instance.settings.behaviours;
    let data =
        if data.is_empty() && behaviours.last == Last::Null { Value::Null } else { data.into() };
    let count = keys.len() as u64;
    if behaviours.envelope.is_off(1) {
        return Response::value(&data).with_rows(count);
    }
    let mut body = json!({ "data": data });
    if !behaviours.drop_total {
        body["total_items"] = number(call, count);
    }
    Response::value(&body).with_rows(count)
}

/// A number, as the behaviours in force show it.
fn number(call: &Call<'_>, number: u64) -> Value {
    if call.instance.settings.behaviours.string_numbers {
        number.to_string().into()
    } else {
        number.into()
    }
}
