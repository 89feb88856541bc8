// Lets isolates answer in turns, as a platform with many of them may.
let turn = 0;

export default {
  fetch(request, env) {
    const isolates = Object.values(env);
    return isolates[(turn += 1) % isolates.length].fetch(request);
  },
};
