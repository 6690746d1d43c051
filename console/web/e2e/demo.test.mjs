// The demo as somebody sees it who opens a browser. Started by DemoPageTest of the module interop. With SHOTS, a folder, it
// takes the pictures of the README.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

const { CONSOLE_URL: url, CONSOLE_PASSWORD: password, CHROMIUM: executablePath, SHOTS: shots } = process.env;

const TITLES = [
  'A call is set up and ended', 'The called user is busy', 'The called user does not answer', 'A call is put on hold',
  'A further call comes in during a call', 'A call is transferred without asking', 'A call is transferred after asking',
  'All calls are forwarded', 'Calls are forwarded when the called user is busy', 'Calls are forwarded when nobody answers',
  'Three users talk',
];

test('the flows of the guides appear live, each with the names of its steps', { timeout: 240_000 }, async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1100, height: 700 }, colorScheme: 'light' });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (e) => faults.push(e.message));
    page.on('console', (message) => { if (message.type() === 'error' && !/status of 401/.test(message.text())) faults.push(message.text()); });
    const shot = async (name) => { if (shots) await page.screenshot({ path: `${shots}/console-${name}.png` }); };
    const go = async (place) => {
      await page.goto(`${url}/#/${place}`);
      await page.locator('main h1').waitFor();
    };
    const flows = (title) =>
      page.evaluate(async (wanted) => {
        const { items } = await (await fetch('/api/v1/calls?kind=call&limit=100')).json();
        return items.filter((its) => its.flow?.complete && its.flow.title === wanted).map((its) => its.id);
      }, title);
    const played = async (title) => {
      for (let i = 0; i < 300; i++) {
        const ids = await flows(title);
        if (ids.length > 0) return ids;
        await page.waitForTimeout(500);
      }
      return assert.fail(`the demo has not played: ${title}`);
    };

    await page.goto(url);
    await page.getByLabel('User').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');

    // a call that goes on, from the first view into its ladder, which grows
    const calls = page.getByRole('table', { name: 'Calls in progress' });
    const row = calls.getByRole('row').filter({ hasText: /, so far/ });
    await row.first().waitFor();
    await row.first().getByRole('link').click();
    await page.locator('.flow').getByText('call flow').waitFor();
    const first = page.locator('.rung.message').first();
    assert.match(await first.locator('b').innerText(), /^F\d+'?$/);
    assert.match(await first.locator('.said').innerText(), /^[ABC] (asks P for a call to B|calls [ABC])/);
    const before = await page.locator('.rung').count();
    await page.waitForFunction((n) => document.querySelectorAll('.rung').length > n, before);

    // all of them, as the phones play them
    for (const title of TITLES) assert.ok((await played(title)).length > 0, title);

    // each call of a transfer has the title, and leads to the others
    const transfer = await played('A call is transferred after asking');
    assert.equal(transfer.length % 3, 0, String(transfer));
    for (const id of transfer.slice(0, 3)) {
      await go(`call/${id}`);
      await page.locator('.flow').getByText('A call is transferred after asking', { exact: true }).waitFor();
      assert.ok((await page.locator('.links a').count()) > 0, id);
    }
    const steps = new Set();
    for (const id of transfer.slice(0, 3)) {
      await go(`call/${id}`);
      await page.locator('.rung').first().waitFor();
      for (const name of await page.locator('.rung b').allTextContents()) steps.add(name);
    }
    for (let i = 1; i <= 30; i++) assert.ok(steps.has(`F${i}`), `F${i} of ${[...steps]}`);

    const [held] = await played('A call is put on hold');
    await go(`call/${held}`);
    await page.locator('.rung').filter({ hasText: 'A puts B on hold' }).getByText('F9').waitFor();
    await page.setViewportSize({ width: 1100, height: 900 });
    await page.mouse.move(0, 0);
    await shot('call');
    await page.setViewportSize({ width: 1100, height: 640 });
    await go('now');
    await calls.getByRole('row').nth(2).waitFor({ timeout: 90_000 }); // two at once
    await shot('now');
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
