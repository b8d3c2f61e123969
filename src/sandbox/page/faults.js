// Faults to switch on and off.

const kinds = [
  {name: 'Answered 503', fault: {when: 'status', status: 503}},
  {name: 'Answered 429, again in 2 s', fault: {when: 'status', status: 429, retry_after: '2'}},
  {name: 'Refused by an error of GraphQL', fault: {when: 'graphql'}},
  {name: 'Cut before the work is done', fault: {when: 'before'}},
  {name: 'Answer lost after the work', fault: {when: 'after'}},
  {name: 'Half of the answer', fault: {when: 'truncate'}},
  {name: 'Two seconds late', fault: {when: 'latency', latency: 2000}},
];
const operations = ['*', 'assets', 'countAssets', 'projects', 'labels', 'appendManyAssets', 'appendManyAssetsAsynchronously',
  'appendManyLabels', 'updatePropertiesInAssets', 'deleteAssets', 'createProject', 'storage', 'storage.put', 'storage.get'];
let faults = [];

/** The faults at work that a switch stands for: of its kind, and for ever. */
const of_kind = (kind) => faults.filter(({fault}) =>
  fault.count === 0 && Object.entries(kind.fault).every(([name, value]) => fault[name] === value));

async function switch_fault(kind) {
  const present = of_kind(kind);
  for (const {number} of present) await ask('faults?number=' + number, {method: 'DELETE'});
  if (!present.length) {
    const every = Math.max(1, Math.trunc(Number(at('fault-every').value)) || 1);
    const fault = {...kind.fault, count: 0, every, op: at('fault-operation').value.trim() || '*'};
    await ask('faults', {body: JSON.stringify(fault), method: 'POST'});
  }
  await show_faults();
}

function text_of(fault) {
  const details = [fault.when, fault.status, fault.latency && `${fault.latency} ms`, fault.every && `one in ${fault.every}`,
    fault.skip && `after ${fault.skip}`, fault.count && `at most ${fault.count}`].filter(Boolean);
  return `${shown(fault.op)}: ${shown(details.join(', '))}`;
}

async function show_faults() {
  ({faults} = await ask_json('faults'));
  if (!is_new('faults', faults)) return;
  for (const kind of kinds) kind.button.setAttribute('aria-checked', String(of_kind(kind).length > 0));
  fill(at('present'), faults.map(({fault, number, struck}) => make('li', {},
    make('span', {class: 'text'}, make('bdi', {}, text_of(fault)), make('span', {class: 'quiet'}, `, struck ${struck}\u00a0\u00d7`)),
    make('button', {type: 'button', 'data-id': String(number), 'aria-label': `Remove ${text_of(fault)}`, onclick: () => attempt(async () => {
      await ask('faults?number=' + number, {method: 'DELETE'});
      await show_faults();
    })}, 'Remove'))));
  at('no-faults').hidden = faults.length > 0;
  at('clear-faults').hidden = faults.length === 0;
}
