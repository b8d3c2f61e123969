// The key, and the start of it all.

function ask_for_key(problem) {
  connection?.abort();
  sessionStorage.removeItem('key');
  at('work').hidden = at('forget').hidden = true;
  at('key-form').hidden = false;
  show_connection(false, 'Not connected');
  at('problem').hidden = !problem;
  at('problem').textContent = problem ?? '';
  at('key').value = '';
  at('key').focus();
}

async function open_with(given) {
  key = given;
  // A header takes no other characters: such a text is no key.
  if (!/^[\x20-\x7e\xa0-\xff]+$/.test(key)) return ask_for_key('The sandbox does not accept this key.');
  await attempt(async () => {
    await ask('projects');
    tell(null);
    sessionStorage.setItem('key', key);
    at('key-form').hidden = true;
    at('work').hidden = at('forget').hidden = false;
    follow();
    await show_all();
    await show_faults();
  });
}

function key_of_address() {
  const found = /^#key=(.*)$/.exec(location.hash);
  if (!found) return null;
  history.replaceState(null, '', location.pathname);
  try {
    return decodeURIComponent(found[1]);
  } catch {
    return found[1];
  }
}

function start() {
  for (const kind of kinds) {
    kind.button = make('button', {type: 'button', role: 'switch', 'aria-checked': 'false', onclick: () => attempt(() => switch_fault(kind))},
      make('span', {class: 'knob', 'aria-hidden': 'true'}), kind.name);
    at('switches').append(make('li', {}, kind.button));
  }
  at('operations').append(...operations.map((value) => make('option', {value})));
  const on = (id, event, action) => at(id).addEventListener(event, action);
  on('key-form', 'submit', (event) => { event.preventDefault(); open_with(at('key').value); });
  on('forget', 'click', () => ask_for_key());
  on('previous', 'click', () => turn(-1));
  on('next', 'click', () => turn(1));
  on('clear-faults', 'click', () => attempt(async () => { await ask('faults', {method: 'DELETE'}); await show_faults(); }));
  on('pause', 'click', () => {
    is_paused = !is_paused;
    at('pause').setAttribute('aria-pressed', String(is_paused));
    summarise();
  });
  on('clear-log', 'click', () => {
    at('log').replaceChildren();
    lines.clear();
    counts.requests = counts.failed = 0;
    summarise();
  });
  on('asset-close', 'click', () => at('asset').close());
  on('asset-previous', 'click', () => open_asset(opened - 1));
  on('asset-next', 'click', () => open_asset(opened + 1));
  on('asset', 'close', () => at('assets').querySelectorAll('button')[opened]?.focus());
  addEventListener('hashchange', () => { const given = key_of_address(); if (given) open_with(given); });
  const given = key_of_address() ?? sessionStorage.getItem('key');
  if (given) open_with(given); else ask_for_key();
}
start();
