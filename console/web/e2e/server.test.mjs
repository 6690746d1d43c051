// The page of a real server with one phone, over TLS. Started by ConsolePageTest of the module interop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

const { CONSOLE_URL: url, CONSOLE_PASSWORD: password, CHROMIUM: executablePath } = process.env;

test('the first admin logs in, sees the phone and where a setting was said, and chooses a password', async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  try {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (e) => faults.push(e.message));
    page.on('console', (message) => { if (message.type() === 'error' && !/status of 40[13]/.test(message.text())) faults.push(message.text()); });

    const logIn = async (word) => {
      await page.goto(url);
      await page.getByLabel('User').fill('admin');
      await page.getByLabel('Password').fill(word);
      await page.keyboard.press('Enter');
    };
    await logIn(password);
    await page.getByLabel('Figures').getByText('2 accounts').waitFor();
    const [cookie] = await context.cookies();
    assert.deepEqual([cookie.name, cookie.secure, cookie.httpOnly], ['__Host-switchhook', true, true]);

    await page.getByRole('link', { name: 'Phones', exact: true }).click();
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: '1001', exact: true }) });
    await row.getByText('reachable').waitFor();
    await row.getByText('udp 127.0.0.1:').waitFor();
    await page.getByRole('link', { name: '1002', exact: true }).click();
    await page.getByText('None of its phones is registered.').waitFor();

    await page.getByRole('link', { name: 'Settings' }).click();
    const domains = page.getByRole('row').filter({ hasText: 'domains' });
    await domains.getByText(/switchhook\.yaml:1$/).waitFor();
    await page.getByRole('row').filter({ hasText: 'limits.drain' }).getByText('default').waitFor();
    assert.doesNotMatch(await page.locator('main').innerText(), /pw-1001/);

    await page.getByLabel('Old').fill('guessed');
    await page.getByLabel('New').fill('another horse');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('alert').getByText('The old password is wrong.').waitFor();
    await page.getByLabel('Old').fill(password);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByText('Your password is changed').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await logIn(password);
    await page.getByRole('alert').getByText('User or password is wrong.').waitFor();
    await logIn('another horse');
    await page.getByLabel('Figures').waitFor();
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
