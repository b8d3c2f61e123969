// Projects, their assets, and one asset in full.

// --- Projects and assets ---
let project = null;
let skip = 0;
let assets = [];
const last_shown = {assets: '', faults: '', projects: ''};

/** Whether what is to be shown differs from what is; the page stays as it is otherwise, focus too. */
function is_new(what, value) {
  const text = JSON.stringify(value);
  if (last_shown[what] === text) return false;
  last_shown[what] = text;
  return true;
}
/** Replaces the entries of a list; the entry with the focus keeps it. */
function fill(list, entries) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  list.replaceChildren(...entries);
  if (focused !== undefined) [...list.querySelectorAll('button')].find((each) => each.dataset.id === focused)?.focus();
}

async function show_projects() {
  const {projects} = await ask_json('projects');
  if (!projects.some((each) => each.id === project)) pick_project(projects[0]?.id ?? null);
  if (!is_new('projects', [projects, project])) return;
  at('no-projects').hidden = projects.length > 0;
  fill(at('projects'), projects.map((each) => make('li', {}, make('button', {
    type: 'button', 'aria-current': String(each.id === project), 'data-id': each.id,
    onclick: () => attempt(async () => { pick_project(each.id); await show_all(); }),
  }, make('bdi', {}, shown(each.title) || 'Without a title'),
  make('span', {class: 'quiet'}, `${shown(each.inputType)}, ${each.assets} ${each.assets === 1 ? 'asset' : 'assets'}${each.archived ? ', archived' : ''}`)))));
}
function pick_project(id) {
  if (project === id) return;
  project = id;
  skip = 0;
  forget_media();
}

function asset_button(asset, index) {
  const picture = make('span', {class: 'picture'});
  picture.draw = () => draw(picture, asset, shapes_of(asset.labels[0]?.jsonResponse), false);
  seen.observe(picture);
  const count = asset.labelCount === 1 ? '1 label' : `${asset.labelCount} labels`;
  return make('li', {}, make('button', {type: 'button', 'data-id': asset.id, onclick: () => open_asset(index)}, picture,
    make('bdi', {class: 'name', title: shown(asset.externalId)}, shown(asset.externalId)),
    make('span', {class: 'quiet'}, `${asset.status}${asset.skipped ? ', skipped' : ''}, ${count}`)));
}

async function show_assets() {
  const page = project === null ? {assets: [], count: 0}
    : await ask_json(`assets?project=${encodeURIComponent(project)}&skip=${skip}&first=${page_size}`);
  if (!is_new('assets', [page, project, skip])) return;
  assets = page.assets;
  at('no-assets').hidden = project === null || page.count > 0;
  fill(at('assets'), assets.map(asset_button));
  at('pager').hidden = page.count <= page_size;
  at('previous').disabled = skip === 0;
  at('next').disabled = skip + page_size >= page.count;
  at('place').textContent = `${skip + 1} to ${skip + assets.length} of ${page.count}`;
}
function turn(pages) {
  skip = Math.max(0, skip + pages * page_size);
  attempt(show_assets);
}
async function show_all() {
  await show_projects();
  await show_assets();
}

// --- One asset ---
let opened = 0;

/** Answers that are no shapes, as lines of text. */
function answers_of(response) {
  const lines = [];
  for (const [job, answer] of Object.entries(response ?? {})) {
    if (Array.isArray(answer?.categories)) lines.push(`${job}: ${answer.categories.map((each) => each?.name).join(', ')}`);
    if (typeof answer?.text === 'string') lines.push(`${job}: ${answer.text}`);
  }
  return lines;
}

function open_asset(index) {
  opened = index;
  const asset = assets[index];
  const visible = new Set(asset.labels.slice(0, 1));
  const picture = make('span', {class: 'picture'});
  const redraw = () => draw(picture, asset, [...visible].flatMap((label) => shapes_of(label.jsonResponse)), true);
  const entry = (label) => {
    const box = make('input', {type: 'checkbox', onchange: () => { box.checked ? visible.add(label) : visible.delete(label); redraw(); }});
    box.checked = visible.has(label);
    const by = [label.author, label.modelName].filter(Boolean).map(shown).join(', ');
    return make('li', {},
      make('label', {}, box, make('span', {}, make('strong', {}, shown(label.labelType)), by ? ' by ' : '', make('bdi', {}, by))),
      ...answers_of(label.jsonResponse).map((line) => make('p', {}, make('bdi', {}, shown(line)))),
      make('details', {}, make('summary', {}, 'JSON'),
        make('pre', {tabindex: '0'}, label.jsonResponse === null ? 'Too long to be shown here' : shown_lines(JSON.stringify(label.jsonResponse, null, 2)))));
  };
  at('asset-title').replaceChildren(make('bdi', {}, shown(asset.externalId)));
  at('asset-picture').replaceChildren(picture);
  at('asset-facts').replaceChildren(
    make('p', {}, `${asset.status}${asset.skipped ? ', skipped' : ''}`),
    make('p', {class: 'quiet mono'}, make('bdi', {}, shown(asset.id))),
    make('h3', {}, asset.labelCount > asset.labels.length ? `Labels, the newest ${asset.labels.length} of ${asset.labelCount}` : 'Labels'),
    asset.labels.length ? make('ul', {}, ...asset.labels.map(entry)) : make('p', {class: 'quiet'}, 'None.'));
  at('asset-previous').disabled = index === 0;
  at('asset-next').disabled = index + 1 === assets.length;
  if (!at('asset').open) at('asset').showModal();
  redraw();
}
const shown_lines = (text) => text.split('\n').map(shown).join('\n');
