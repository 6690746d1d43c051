// The page in a real browser. Started by ConsoleBrowserTest, which serves it with sample data and hears what is printed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';

const { CONSOLE_URL: url, CONSOLE_PASSWORD: password, CHROMIUM: executablePath } = process.env;
const HOSTILE = 8; // ladders, in each of which as many values stand everywhere
const UNSEEN = /(?![\t\r\n])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u;

let browser;
let page;
let faults;

before(async () => {
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
});
after(() => browser?.close());

async function open(options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
  faults = [];
  page = await context.newPage();
  page.on('pageerror', (e) => faults.push(`exception: ${e.message}`));
  page.on('console', (message) => {
    // A refused login is told by the browser too.
    if (message.type() === 'error' && !/status of 401/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) faults.push(`elsewhere: ${request.url()}`);
  });
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
}

beforeEach(() => open());
afterEach(async () => {
  assert.deepEqual(faults, []);
  await page.context().close();
});

async function logIn() {
  await page.goto(url);
  await page.getByLabel('User').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Now' }).waitFor();
}

async function show(path) {
  await page.goto(`${url}/#/${path}`);
  await page.locator('main h1').waitFor();
}

const VIEWS = ['now', 'search', 'phones', 'settings', 'call/answered-1?m=3', 'phone/1000', 'call/hostile-0?m=0',
  'devices', 'device/001565000000', 'device/001565100000', 'device/001565100000 > What happened to it',
  'device/001565100000 > Its log', 'layers', 'people', 'files'];

/** @param name of a view, and perhaps of a part of it that a button shows */
async function settled(name) {
  const [view, part] = name.split(' > ');
  await show(view);
  if (view.startsWith('search') || view === 'phones') await page.locator('.vrow a').first().waitFor();
  if (view.startsWith('call')) await page.locator('.panel pre, .panel p').first().waitFor();
  if (view === 'settings') await page.getByRole('cell', { name: 'domains' }).waitFor();
  if (view === 'phone/1000') await page.getByLabel('Registration').waitFor();
  if (view === 'devices' || view === 'people') await page.locator('.vrow a').first().waitFor();
  if (view === 'devices') await page.getByRole('button', { name: /^Adopt/ }).first().waitFor();
  if (view === 'device/001565000000') await page.getByRole('cell', { name: 'refused' }).first().waitFor();
  if (view === 'device/001565100000') {
    await page.getByRole('button', { name: 'Its file' }).click(); // another part of it may have been looked at
    await page.getByText('(secret)', { exact: true }).first().waitFor();
  }
  if (view === 'layers') await page.getByRole('button', { name: /^Back to before/ }).first().waitFor();
  if (view === 'files') await page.getByRole('button', { name: /^Remove/ }).first().waitFor();
  if (view === 'now') await page.getByLabel('Figures').waitFor();
  if (view === 'devices') await page.getByRole('region', { name: 'Roll-out' }).getByText('stopped', { exact: true }).waitFor();
  if (!part) return;
  await page.getByRole('button', { name: part }).click();
  await page.getByRole('table', { name: part }).getByText('<script>window.harmed').first().waitFor();
}

test('a wrong password is refused, the right one opens, and who logs out is out', async () => {
  await page.goto(url);
  await page.getByLabel('User').fill('admin');
  await page.getByLabel('Password').fill('guessed');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').getByText('User or password is wrong.').waitFor();
  await logIn();
  await page.getByText('live', { exact: true }).waitFor();
  const cookies = await page.context().cookies();
  assert.deepEqual(cookies.map((its) => [its.httpOnly, its.sameSite]), [[true, 'Strict']]);
  assert.equal(await page.evaluate(() => document.cookie), '');
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Log in' }).waitFor();
});

test('whatever strangers call themselves is text in every view', async () => {
  await logIn();
  const harmless = async (view) => {
    assert.equal(await page.evaluate(() => window.harmed), undefined, view);
    assert.equal(await page.locator('#app img, #app iframe, #app script, #app style, #app b b, #app i, #app animate, [onload], [onerror], [onmouseover], [onfocus], [autofocus]').count(), 0, view);
    for (const link of await page.locator('#app a').all()) assert.doesNotMatch((await link.getAttribute('href')) ?? '', /^\s*javascript:/i, view);
    const text = await page.locator('main').evaluate((its) => its.textContent);
    assert.doesNotMatch(text, UNSEEN, view);
    if (!/call/.test(view)) assert.match(text, /<script>window\.harmed/, view);
  };
  for (const view of ['now', 'search', 'phones', 'phone/1000', 'settings', 'devices', 'device/001565000000', 'device/001565100000',
    'device/001565100000 > What happened to it', 'device/001565100000 > Its log', 'layers', 'people', 'files']) {
    await settled(view);
    await harmless(view);
  }
  await settled('device/001565100000');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: /^Back to before/ }).first().click();
  await page.getByRole('button', { name: 'Do it' }).waitFor();
  await harmless('what would change');
  for (let i = 0; i < HOSTILE; i++) {
    await show(`call/hostile-${i}`);
    await harmless(`call ${i}`);
    for (const rung of [0, 1, 3, 11]) {
      await page.locator('.rung').nth(rung).click();
      await page.locator('.panel').waitFor();
      for (const tab of await page.locator('.tabs button').all()) {
        await tab.click();
        await harmless(`call ${i}, step ${rung}`);
      }
    }
  }
  await page.goto(`${url}/#/phone/${encodeURIComponent('<img src=x onerror="window.harmed=1">')}`);
  await page.getByRole('alert').waitFor();
  assert.equal(await page.evaluate(() => window.harmed), undefined);
  faults = faults.filter((fault) => !/status of 404/.test(fault)); // there is no such phone
});

test('a ladder shows who said what, what the server changed, and what became of the SDP', async () => {
  await logIn();
  await show('call/answered-1');
  await page.getByLabel('Verdict').getByText('nothing wrong').waitFor();
  assert.equal(await page.locator('.rung').count(), 12);
  await page.getByText('INVITE ×3').waitFor();
  await page.getByText('both parties were heard').waitFor();
  await page.getByText('1002 has one phone, which is reachable').waitFor();
  await page.locator('.rung').nth(3).click();
  await page.getByRole('button', { name: 'What the server changed' }).click();
  const came = await page.locator('pre .came').allInnerTexts();
  assert.ok(came.some((line) => line.startsWith('+ Record-Route: ')), came.join());
  assert.ok((await page.locator('pre .went').allInnerTexts()).some((line) => line.includes('Max-Forwards: 70')));
  await page.locator('.rung').nth(6).click();
  await page.getByRole('button', { name: 'SDP changes' }).click();
  assert.ok((await page.locator('pre .came').allInnerTexts()).some((line) => line.includes('m=audio 12000')));
  assert.match(page.url(), /#\/call\/answered-1\?m=6$/);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'pcapng' }).click()]);
  assert.equal(file.suggestedFilename(), 'call-answered-1.pcapng');
  await page.reload();
  await page.locator('.rung.selected').getByText('200 OK').first().waitFor();
});

test('an admin adds a viewer, who cannot manage users', async () => {
  await logIn();
  await settled('settings');
  const users = page.getByLabel('Users');
  await users.getByLabel('Name').fill('eve');
  await users.getByLabel('Password').fill('long enough');
  await users.getByRole('button', { name: 'Add or change' }).click();
  await page.getByText('Done.').waitFor();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('User').fill('eve');
  await page.getByLabel('Password').fill('long enough');
  await page.keyboard.press('Enter');
  await page.getByLabel('Your password').first().waitFor();
  assert.equal(await page.getByLabel('Users').count(), 0);
  await page.getByRole('button', { name: 'Log out' }).click();
  await logIn();
  await settled('settings');
  await page.getByRole('button', { name: 'Remove eve' }).click();
  await page.getByText('eve is removed.').waitFor();
});

test('a call that goes on grows before the eyes', async () => {
  await logIn();
  await show('call/long');
  await page.locator('.rung').nth(499).waitFor({ state: 'attached' });
  console.log('GO ON');
  await page.locator('.rung').nth(500).getByText('F999').waitFor({ state: 'attached' });
});

test('of fifty thousand phones only those in sight exist', async () => {
  await logIn();
  await settled('phones');
  await page.getByText('50,000 accounts').waitFor();
  await page.locator('.virtual').evaluate((its) => its.scrollTo(0, its.scrollHeight));
  await page.getByRole('link', { name: '50999', exact: true }).waitFor();
  assert.ok((await page.locator('.vrow').count()) < 80);
  await page.getByLabel('Find').fill('desk 2345');
  await page.getByRole('link', { name: '2345', exact: true }).waitFor();
  assert.match(page.url(), /q=desk\+2345/);
});

test('all can be done without a mouse', async () => {
  await page.goto(url);
  const type = (text) => page.keyboard.type(text);
  const press = (key) => page.keyboard.press(key);
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  const tabTo = async (pattern) => {
    for (let i = 0; i < 40; i++) {
      await press('Tab');
      if (pattern.test(await focused())) return;
    }
    assert.fail(`no way to ${pattern} by Tab; at ${await focused()}`);
  };
  await page.getByLabel('User').waitFor();
  await type('admin');
  await press('Tab');
  await type(password);
  await press('Enter');
  await page.getByRole('heading', { name: 'Now' }).waitFor();
  await tabTo(/^Skip/);
  await tabTo(/^Phones$/);
  await press('Enter');
  await page.locator('.vrow a').first().waitFor();
  await tabTo(/^1000$/);
  await press('ArrowDown');
  assert.equal(await focused(), '1001');
  await press('Enter');
  await page.getByRole('heading', { name: '1001' }).waitFor();
  await show('call/answered-1');
  await page.locator('.rung').first().waitFor();
  await tabTo(/INVITE/);
  await press('ArrowDown');
  await press('Enter');
  await page.locator('.panel').waitFor();
  assert.match(page.url(), /m=1$/);
  await press('ArrowDown');
  await page.waitForURL(/m=2$/);
  await press('Escape');
  await page.locator('.panel').waitFor({ state: 'detached' });
});

for (const width of [360, 3840])
  test(`nothing stands out of a window of ${width} pixels`, async () => {
    await page.setViewportSize({ width, height: 740 });
    await logIn();
    for (const view of VIEWS) {
      await settled(view);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${width}-${view.replace(/\W/g, '_')}.png` });
      assert.ok(wide <= width, `${view} is ${wide} wide`);
    }
  });

// WCAG 2.2, 1.4.3: 4.5 to 1.
function faintTexts() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = ([r, g, b]) =>
    [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility?.() || element.closest('noscript, option, :disabled')) continue;
    let behind = element;
    while (behind && rgba(getComputedStyle(behind).backgroundColor)[3] < 255) behind = behind.parentElement;
    const one = luminance(rgba(getComputedStyle(element).color));
    const other = luminance(rgba(behind ? getComputedStyle(behind).backgroundColor : 'white'));
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) faint.add(`${element.className || element.tagName} ${ratio.toFixed(2)}`);
  }
  return [...faint];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What WCAG 2.2 AA asks for and a program can see. */
async function violations() {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await window.axe.run(document, { runOnly: levels });
    return violations.map((its) => `${its.id}: ${its.nodes.length} x ${its.nodes[0].html.slice(0, 200)} ${its.nodes[0].failureSummary}`);
  });
}

for (const colorScheme of ['light', 'dark'])
  for (const width of [360, 1280])
    test(`axe finds nothing on ${colorScheme} at ${width} pixels`, async () => {
      await page.context().close();
      await open({ colorScheme, viewport: { width, height: 900 } });
      await page.goto(url);
      await page.getByLabel('User').waitFor();
      assert.deepEqual(await violations(), [], 'login');
      await logIn();
      for (const view of VIEWS) {
        await settled(view);
        assert.deepEqual(await violations(), [], view);
      }
    });

for (const colorScheme of ['light', 'dark'])
  test(`every text can be read on ${colorScheme}, and every control has a name`, async () => {
    await page.context().close();
    await open({ colorScheme });
    await logIn();
    for (const view of VIEWS) {
      await settled(view);
      assert.deepEqual(await page.evaluate(faintTexts), [], view);
      const nameless = await page.evaluate(() =>
        [...document.querySelectorAll('button, a, input:not([hidden]), select')]
          .filter((its) => !(its.textContent.trim() || its.getAttribute('aria-label') || its.labels?.length))
          .map((its) => its.outerHTML));
      assert.deepEqual(nameless, [], view);
    }
  });
