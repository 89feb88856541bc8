// What people send in the first lesson: each is a row of requests, in their order.
const PATH = "/pagination/page_number";

export const right = {
  "changes the number": [`${PATH}?per_page=5`, `${PATH}?per_page=50`, `${PATH}?per_page=51`],
  "begins with the refusal": [`${PATH}?per_page=51`, `${PATH}?per_page=50`],
  "asks for far too much": [`${PATH}?per_page=50`, `${PATH}?per_page=1000`],
  "makes a few mistakes on the way": [`${PATH}?per_page=x`, `${PATH}?size=50`, `${PATH}?per_page=50&page=2`, `${PATH}?per_page=99&page=2`],
  "asks another list that has the same parameter": ["/pagination/next_page_url?per_page=50", "/pagination/next_page_url?per_page=51"],
};

export const wrong = {
  "sends it as it stands": ["fifty", [`${PATH}?per_page=5`]],
  "doubles the parameter": ["refused", [`${PATH}?per_page=50`, `${PATH}?per_page=5&per_page=51`]],
  "doubles it with the same value": ["refused", [`${PATH}?per_page=50`, `${PATH}?per_page=51&per_page=51`]],
  "has a parameter that the list does not know": ["refused", ["/pagination/offset?limit=50", "/pagination/offset?per_page=51"]],
  "has an unknown parameter beside it": ["refused", [`${PATH}?per_page=50`, `${PATH}?per_page=51&size=3`]],
  "sends a word": ["refused", [`${PATH}?per_page=50`, `${PATH}?per_page=many`]],
  "asks for none": ["refused", [`${PATH}?per_page=50`, `${PATH}?per_page=0`]],
  "asks for page 0": ["refused", [`${PATH}?per_page=50`, `${PATH}?per_page=50&page=0`]],
  "asks for 49": ["fifty", [`${PATH}?per_page=49`, `${PATH}?per_page=51`]],
  "asks for a path that is not there": ["refused", [`${PATH}?per_page=50`, "/pagination/pages?per_page=51"]],
};
