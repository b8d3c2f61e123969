// Requests as they arrive.

const lines = new Map();  // by number of the request
const counts = {failed: 0, requests: 0};
let is_paused = false;
let last_event = 0;
let connection = null;

function bytes(count) {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
function took(milliseconds) {
  return milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}
const tone_of = (status) => (status >= 200 && status < 400 ? 'good' : status >= 400 && status < 500 ? 'warning' : 'bad');

function line_of(request) {
  const line = make('tr', {}, make('td', {class: 'mono'}, shown(request.at.slice(11, 19)),
    make('span', {class: 'fine'}, shown(request.at.slice(19, 23)))),
    make('td', {class: 'operation'}, make('bdi', {}, shown(request.operation || request.method + ' ' + request.path))),
    make('td', {class: 'quiet'}, '…'), make('td'), make('td', {class: 'number'}), make('td', {class: 'number'}), make('td', {class: 'number'}));
  lines.set(request.number, line);
  at('log').prepend(line);
  while (at('log').rows.length > most_lines) at('log').lastElementChild.remove();
  if (lines.size > 2 * most_lines) {
    for (const [number, each] of lines) if (!each.isConnected) lines.delete(number);
  }
  return line;
}

function take_event(name, request) {
  if (name === 'missed') return;  // the counts at the top do not claim to be whole
  if (name === 'begin') {
    counts.requests += 1;
    if (!is_paused) line_of(request);
    return;
  }
  if (!(request.status >= 200 && request.status < 400) || request.fault) counts.failed += 1;
  if (request.method === 'POST' || request.method === 'PUT') later(refresh, 700);
  if (request.fault || request.delay) later(refresh_faults, 700);
  const known = lines.get(request.number);
  if (!known && is_paused) return;
  const [, , status, fault, duration, received, sent] = (known ?? line_of(request)).cells;
  status.className = tone_of(request.status);
  status.textContent = request.status || 'cut';
  fault.className = 'bad';
  fault.textContent = shown([request.fault, request.delay && `+${request.delay} ms`].filter(Boolean).join(', '));
  duration.textContent = took(request.duration);
  received.textContent = bytes(request.received);
  sent.textContent = bytes(request.sent);
}

const due = new Map();
/** Calls an action once, however often it is asked for until then. */
function later(action, milliseconds) {
  if (due.has(action)) return;
  due.set(action, setTimeout(() => { due.delete(action); action(); }, milliseconds));
}
const refresh = () => attempt(show_all);
const refresh_faults = () => attempt(show_faults);
function summarise() {
  at('log-summary').textContent = counts.requests
    ? `${counts.requests} seen, ${counts.failed} failed or struck by a fault${is_paused ? '; paused' : ''}` : 'None yet';
}

function take_text(block) {
  const fields = Object.fromEntries(block.split('\n').filter((line) => !line.startsWith(':')).map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)];
  }));
  if (fields.id) last_event = Number(fields.id);
  if (fields.data) take_event(fields.event, JSON.parse(fields.data));
}

function show_connection(is_on, text) {
  at('connection').dataset.on = String(is_on);
  at('connection').textContent = text;
}

async function follow() {
  connection?.abort();
  const mine = connection = new AbortController();
  for (let pause = 500; !mine.signal.aborted; pause = Math.min(pause * 2, 8000)) {
    try {
      const answer = await ask('live?after=' + last_event, {signal: mine.signal});
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      show_connection(true, 'Connected');
      pause = 500;
      for (let text = '', part = await reader.read(); !part.done; part = await reader.read()) {
        const blocks = (text + part.value).split('\n\n');
        text = blocks.pop();
        blocks.forEach(take_text);
        later(summarise, 1000);
      }
    } catch (problem) {
      if (mine.signal.aborted) return;
      if (problem instanceof KeyRefused) return tell(problem);
    }
    if (mine.signal.aborted) return;
    show_connection(false, 'Not connected, trying again');
    await new Promise((go_on) => setTimeout(go_on, pause));
  }
}
