// Images and the labels on them.

// --- Labels as shapes ---
const svg_space = 'http://www.w3.org/2000/svg';
function svg(name, attributes) {
  const element = document.createElementNS(svg_space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
const is_point = (point) => Number.isFinite(point?.x) && Number.isFinite(point?.y);

/** [{kind, rings, category}] of an answer to jobs; of films, those of the first frame that has any. */
function shapes_of(response) {
  const frames = Object.keys(response ?? {});
  if (frames.length && frames.every((frame) => /^\d+$/.test(frame))) {
    for (const frame of frames) {
      const shapes = shapes_of(response[frame]);
      if (shapes.length) return shapes;
    }
    return [];
  }
  const shapes = [];
  for (const [job, answer] of Object.entries(response ?? {})) {
    const annotations = Array.isArray(answer?.annotations) ? answer.annotations : [];
    for (const annotation of annotations) {
      const category = annotation?.categories?.[0]?.name ?? job;
      const add = (kind, rings) => {
        const drawn = rings.map((ring) => ring.filter(is_point)).filter((ring) => ring.length);
        if (drawn.length) shapes.push({category, kind, rings: drawn});
      };
      const list = (value) => (Array.isArray(value) ? value : []);
      if (annotation?.boundingPoly) add('area', list(annotation.boundingPoly).map((ring) => list(ring?.normalizedVertices)));
      if (annotation?.polyline) add('line', [list(annotation.polyline)]);
      if (annotation?.point) add('dot', [[annotation.point]]);
      if (annotation?.points) add('dot', list(annotation.points).map((each) => [each?.point ?? each]));
    }
  }
  return shapes;
}

const tints = new Map();
/** Categories get their colours in the order in which they are seen. */
function tint_of(category) {
  if (!tints.has(category)) tints.set(category, tints.size % 8);
  return 'tint-' + tints.get(category);
}

/** @param name_size Height of names in units of the drawing; 0: none are shown. */
function drawing(shapes, width, height, name_size) {
  const picture = svg('svg', {viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true'});
  for (const {category, kind, rings} of shapes) {
    const path = rings.map((ring) => 'M' + ring.map(({x, y}) => `${x * width} ${y * height}`).join('L') +
      (kind === 'area' ? 'Z' : kind === 'dot' ? 'h0' : '')).join('');
    picture.append(svg('path', {class: `shape ${kind} ${tint_of(category)}`, d: path}));
    if (!name_size) continue;
    const top = rings[0].reduce((best, point) => (point.y < best.y ? point : best));
    const name = svg('text', {'font-size': name_size, x: top.x * width, y: Math.max(top.y * height - name_size / 3, name_size)});
    name.textContent = shown(category);
    picture.append(name);
  }
  return picture;
}

// --- Media ---
const media_urls = new Map();  // by content; of the project that is shown

async function media_url(asset) {
  if (!media_urls.has(asset.content)) {
    const loading = ask('media?asset=' + encodeURIComponent(asset.id)).then(async (answer) => URL.createObjectURL(await answer.blob()));
    media_urls.set(asset.content, loading);
    loading.catch(() => media_urls.delete(asset.content));
  }
  return media_urls.get(asset.content);
}
function forget_media() {
  for (const url of media_urls.values()) url.then(URL.revokeObjectURL, () => {});
  media_urls.clear();
}

function why_not_shown(asset) {
  if (asset.media) return `${shown(asset.media.type)}, ${bytes(asset.media.size)}`;
  if (/^https?:/.test(asset.content)) return 'Elsewhere, not loaded';
  return shown(asset.content.slice(0, 120)) || 'No content';
}

/** Fills a box with the image of an asset and shapes on it. */
async function draw(box, asset, shapes, with_names) {
  const draw_shapes = (width, height) => {
    const scale = Math.min(box.clientWidth / width, box.clientHeight / height) || 1;
    return drawing(shapes, width, height, with_names ? 14 / scale : 0);
  };
  const alone = () => box.replaceChildren(make('span', {class: 'none'}, why_not_shown(asset)), draw_shapes(400, 300));
  if (!asset.media?.type.startsWith('image/')) return alone();
  const image = make('img', {alt: ''});
  try {
    image.src = await media_url(asset);
    await image.decode();
    box.replaceChildren(image, draw_shapes(image.naturalWidth || 400, image.naturalHeight || 300));
  } catch {
    alone();  // what is stored is no image, or is gone
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const {isIntersecting, target} of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    target.draw();
  }
}, {rootMargin: '200px'});
