'use strict';

const maximumEvents = 500;
const maximumLags = 120;
const lags = new Map();
const get = id => document.getElementById(id);
const steps = new Map();
let status = null;
let apply = null;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) { made.textContent = text; }
  if (className) { made.className = className; }
  return made;
}

function row(first, ...cells) {
  const made = element('tr');
  const head = element('th', first);
  head.scope = 'row';
  made.append(head, ...cells.map(cell => cell instanceof Node ? cell : element('td', cell)));
  return made;
}

function note(milliseconds, text) {
  const item = element('li');
  const when = element('time', new Date(milliseconds).toLocaleTimeString());
  when.dateTime = new Date(milliseconds).toISOString();
  item.append(when, ' ', text);
  const list = get('events');
  list.prepend(item);
  while (list.children.length > maximumEvents) { list.lastChild.remove(); }
}

function tasksText(tasks = {}) {
  return ['ok', 'changed', 'failed', 'skipped'].map(name => `${tasks[name] || 0} ${name}`).join(', ');
}

function nodeRow(node) {
  const made = row(node.name, node.address || '',
    element('td', node.connected ? 'connected' : 'not connected', node.connected ? 'good' : 'bad'),
    element('td', tasksText(node.tasks), (node.tasks || {}).failed ? 'bad' : ''));
  made.dataset.node = node.name;
  return made;
}

function showStatus(next) {
  status = next;
  document.title = `${status.site || 'No site yet'} - ${word()}`;
  get('site').textContent = status.site ? `Site ${status.site} (${status.product})` : 'No site yet';
  get('url').textContent = status.siteUrl || '';
  get('url').href = status.siteUrl || '';
  get('nodes').tBodies[0].replaceChildren(...(status.nodes || []).map(nodeRow));
  get('endpoints').tBodies[0].replaceChildren(...((status.database || {}).endpoints || []).map(
    endpoint => row(endpoint.role, `${endpoint.address}:${endpoint.port}`, readsCell(endpoint.health), lagCell(endpoint))));
  drawTimeline();
}

function readsCell(health) {
  if (!health) { return element('td'); }
  return element('td', health.isUsed ? 'read from' : `not read from: ${health.reason}`, health.isUsed ? 'good' : 'bad');
}

// The lag in words, and how it went since this page was opened.
function lagCell(endpoint) {
  const cell = element('td');
  const lag = endpoint.health && endpoint.health.lagSeconds;
  if (lag === undefined || lag === null) { return cell; }
  const key = `${endpoint.address}:${endpoint.port}`;
  const history = lags.get(key) || [];
  history.push(lag);
  history.splice(0, history.length - maximumLags);
  lags.set(key, history);
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  picture.setAttribute('viewBox', `0 0 ${maximumLags} 20`);
  picture.setAttribute('class', 'lag');
  picture.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  const most = Math.max(1, ...history);
  line.setAttribute('points', history.map((value, index) => `${index},${19 - 18 * value / most}`).join(' '));
  picture.append(line);
  cell.append(`${lag.toFixed(2)} s `, picture);
  return cell;
}

function word() {
  const balancer = status.balancer || {};
  const away = (status.nodes || []).filter(node => !node.connected).length;
  return away ? `${away} node${away === 1 ? '' : 's'} not connected` : `${balancer.healthy || 0} of ${balancer.total || 0} nodes healthy`;
}

function showConnection(milliseconds, change) {
  note(milliseconds, `${change.node} ${change.connected ? 'connected' : 'lost its session'}`);
  const node = status && (status.nodes || []).find(one => one.name === change.node);
  if (node) {
    node.connected = Boolean(change.connected);
    const old = document.querySelector(`#nodes tr[data-node="${CSS.escape(change.node)}"]`);
    if (old) { old.replaceWith(nodeRow(node)); }
    document.title = `${status.site} - ${word()}`;
  }
}

function beginApply(milliseconds, begun) {
  steps.clear();
  apply = { start: Number(begun.startUnixMilliseconds), now: milliseconds, expected: 0 };
  get('apply-state').textContent = `An apply of ${begun.owner} is under way.`;
  note(milliseconds, `Apply begun by ${begun.owner}`);
}

function showApply(milliseconds, event) {
  apply = apply || { start: milliseconds, expected: 0 };
  apply.now = milliseconds;
  if (event.plan) {
    apply.expected = event.plan.longestPathSeconds || 0;
  } else if (event.stepStarted) {
    steps.set(event.stepStarted.step, { start: milliseconds, state: 'running' });
    note(milliseconds, `${event.stepStarted.step} started`);
  } else if (event.stepProgress) {
    note(milliseconds, `${event.stepProgress.step}: ${event.stepProgress.message}`);
  } else if (event.stepEnded) {
    const ended = event.stepEnded;
    const step = steps.get(ended.step);
    if (step) {
      step.end = milliseconds;
      step.state = ended.succeeded ? 'done' : 'failed';
    }
    if (step || !ended.succeeded) {
      note(milliseconds, `${ended.step} ${ended.succeeded ? 'done' : `FAILED: ${ended.error}`}`);
    }
  } else if (event.ended) {
    apply.ended = true;
    const text = event.ended.succeeded ? (event.ended.changed ? 'The apply is done.' : 'The apply found nothing to change.')
      : `The apply failed: ${event.ended.error}`;
    get('apply-state').textContent = text;
    note(milliseconds, text);
  }
  drawTimeline();
}

function drawTimeline() {
  if (!apply || steps.size === 0) { return; }
  const table = get('timeline');
  table.hidden = false;
  const now = apply.ended ? Math.max(...[...steps.values()].map(step => step.end || step.start)) : Math.max(apply.now, Date.now());
  const span = Math.max(now - apply.start, 1);
  const longest = new Set(apply.ended && status ? status.longestPath || [] : []);
  table.tBodies[0].replaceChildren(...[...steps].map(([name, step]) => {
    const end = step.end || now;
    const bar = element('span', undefined, 'bar');
    bar.style.left = `${100 * (step.start - apply.start) / span}%`;
    bar.style.width = `${100 * (end - step.start) / span}%`;
    const track = element('span', undefined, 'track');
    track.append(bar);
    const cell = element('td', undefined, 'bars');
    cell.append(track);
    const made = row(name, step.state, ((end - step.start) / 1000).toFixed(1), cell);
    made.className = `${step.state}${longest.has(name) ? ' longest' : ''}`;
    return made;
  }));
}

function showLink(text, className) {
  get('link').textContent = text;
  get('link').className = className;
}

const source = new EventSource('events');
source.addEventListener('site', message => {
  showLink('Live', 'good');
  const event = JSON.parse(message.data);
  const milliseconds = Number(event.unixMilliseconds);
  if (event.status) { showStatus(event.status); }
  if (event.node) { showConnection(milliseconds, event.node); }
  if (event.applyBegun) { beginApply(milliseconds, event.applyBegun); }
  if (event.apply) { showApply(milliseconds, event.apply); }
});
// Made by the program that serves this page, from the same status; it holds no script.
source.addEventListener('picture', message => { get('picture').innerHTML = message.data; });
source.addEventListener('trouble', message => showLink(message.data, 'bad'));
source.onerror = () => showLink('moodlectl dashboard has ended; start it again.', 'bad');
setInterval(() => { if (apply && !apply.ended) { drawTimeline(); } }, 1000);
