// The script of the page, put together from the files of this folder. Whatever came from outside is shown by
// textContent or as a number, never as markup.
'use strict';

const at = (id) => document.getElementById(id);
const page_size = 24;
const most_lines = 200;

/** Text of others as it may be shown: what cannot be seen, or turns the direction of text, becomes an escape. */
function shown(text) {
  return String(text ?? '').replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (each) => '\\u' + each.charCodeAt(0).toString(16).padStart(4, '0'));
}

/** An element with attributes and children; texts become text nodes. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

let key = '';
class KeyRefused extends Error {}

async function ask(path, options = {}) {
  const answer = await fetch('/sandbox/' + path, {...options, headers: {Authorization: 'X-API-Key: ' + key}});
  if (answer.status === 401) throw new KeyRefused('The sandbox does not accept this key.');
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => null);
  throw new Error(problem?.errors?.[0]?.message ?? `The sandbox answered ${answer.status}.`);
}
const ask_json = async (path, options) => (await ask(path, options)).json();

function tell(problem) {
  if (problem instanceof KeyRefused) return ask_for_key(problem.message);
  at('problem').hidden = !problem;
  at('problem').textContent = problem ? shown(problem.message) : '';
}
/** Runs what asks the sandbox; what goes wrong is shown. */
async function attempt(action) {
  try {
    const value = await action();
    tell(null);
    return value;
  } catch (problem) {
    tell(problem);
  }
}
