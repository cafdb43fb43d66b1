// Opens the dashboard in Debian's Chromium and tells, line by line, what it sees.
//   node dashboard.mjs URL NODE FOLDER
// "ready" when the page is live; then waits until NODE is shown as not connected ("lost") and as connected again
// ("back"), in the same page; at last "report {...}". Screenshots go to FOLDER.
import { createRequire } from 'node:module';

const { chromium } = createRequire(`${process.env.PACKAGES}/`)('playwright-core');
const [url, node, folder] = process.argv.slice(2);
const patience = 60_000;
const report = { foreign: [], errors: [], reloads: -1 };
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
  page.on('request', request => { if (new URL(request.url()).origin !== new URL(url).origin) report.foreign.push(request.url()); });
  page.on('console', message => { if (message.type() === 'error') report.errors.push(message.text()); });
  page.on('pageerror', error => report.errors.push(String(error)));
  page.on('load', () => { report.reloads += 1; });
  await page.goto(url);
  await page.getByText('Live', { exact: true }).waitFor({ timeout: patience });
  const row = page.getByRole('row', { name: new RegExp(`^${node} `) });
  await row.getByText('connected', { exact: true }).waitFor({ timeout: patience });
  await page.locator('#picture svg').waitFor({ timeout: patience });
  report.nodes = await page.locator('#nodes tbody tr').count();
  report.roles = await page.locator('#endpoints tbody th').allTextContents();
  report.picture = await page.locator('#picture svg').evaluate(svg => document.getElementById(svg.getAttribute('aria-labelledby').split(' ')[1]).textContent);
  report.paper = await page.locator('#picture .paper').evaluate(paper => getComputedStyle(paper).fill);
  await page.screenshot({ path: `${folder}/light.png`, fullPage: true });
  await page.keyboard.press('Tab');
  report.firstFocus = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press('Enter');
  report.secondFocus = await page.evaluate(() => document.activeElement.id);
  await page.emulateMedia({ colorScheme: 'dark' });
  report.darkPaper = await page.locator('#picture .paper').evaluate(paper => getComputedStyle(paper).fill);
  await page.screenshot({ path: `${folder}/dark.png`, fullPage: true });
  await page.setViewportSize({ width: 360, height: 740 });
  report.overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.screenshot({ path: `${folder}/narrow.png`, fullPage: true });
  console.log('ready');
  await row.getByText('not connected', { exact: true }).waitFor({ timeout: patience });
  report.title = await page.title();
  console.log('lost');
  await row.getByText('connected', { exact: true }).waitFor({ timeout: patience });
  console.log('back');
  report.events = await page.locator('#events li').allTextContents();
  console.log(`report ${JSON.stringify(report)}`);
} finally {
  await browser.close();
}
