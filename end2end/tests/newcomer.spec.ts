// The first paragraph of the product: from an empty installation to an answered ticket, by hand, with no terminal.
import { axe, expect, goto, hydrated, test } from './support/test.ts'
import { openMail } from './support/people.ts'

test.use({ serverOptions: { demo: false, args: [] } })

test('a newcomer signs up, makes an organization and answers the first customer', async ({ page, context }) => {
  test.setTimeout(120_000)
  await goto(page, '/')
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Your name').fill('Nora Newcomer')
  await page.getByLabel('Mail address').fill('nora@newcomer.example')
  await page.getByLabel('Password').fill('a long enough password')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: /mail/i })).toBeVisible()
  await axe(page)

  // The mail is read where the page says it is.
  await page.getByRole('link', { name: /outbox/i }).click()
  await openMail(page, 'nora@newcomer.example', /confirm/i)
  await page.getByRole('link', { name: /\/confirm\// }).first().click()
  await page.getByRole('button', { name: /confirm/i }).click()

  // The first screen after sign-up makes an organization (S4-08).
  await expect(page).toHaveURL(/\/new$/)
  await hydrated(page)
  await page.getByLabel('Name', { exact: true }).fill('Acme Corp')
  await expect(page.getByLabel('Address')).toHaveValue('acme-corp')
  await expect(page.getByText(/is free/)).toBeVisible()
  await expect(page.getByLabel('Ticket prefix')).toHaveValue('ACME')
  await expect(page.getByText('ACME-001')).toBeVisible()
  await page.getByRole('button', { name: /Create organization/ }).click()
  await expect(page).toHaveURL(/\/acme-corp\/tickets/)
  await hydrated(page)
  await expect(page.getByText('ACME-001')).toBeVisible()

  // A site of one's own.
  await goto(page, '/acme-corp/sites/new')
  await page.getByLabel('Name', { exact: true }).fill('Shop')
  await page.getByRole('button', { name: /Create site/ }).click()
  await expect(page).toHaveURL(/\/acme-corp\/sites\/shop/)
  await expect(page.getByText(/pk_[0-9A-Za-z]{49}/).first()).toBeVisible()

  // The inbox is open while a customer writes.
  await goto(page, '/acme-corp/tickets')
  const customer = await context.newPage()
  await customer.goto('/s/acme-corp/shop')
  await customer.getByLabel('Your mail address').fill('cara@customer.example')
  await customer.getByLabel('Subject').fill('My parcel is late')
  await customer.getByLabel('Message').fill('It should have come on Monday. Where is it?')
  await customer.getByRole('button', { name: 'Send' }).click()
  await expect(customer.getByText('ACME-002').first()).toBeVisible()

  await page.bringToFront()
  await page.getByRole('button', { name: /1 new/ }).click()
  await page.getByRole('link', { name: /My parcel is late/ }).click()
  await expect(page.getByRole('heading', { name: /My parcel is late/ })).toBeVisible()
  await page.keyboard.press('r')
  await page.keyboard.type('It is on its way, **tomorrow** at noon.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('tomorrow').first()).toBeVisible({ timeout: 15_000 })

  // The customer reads the answer behind the link of the mail.
  await openMail(customer, 'cara@customer.example', /My parcel is late|ACME-002/)
  await customer.getByRole('link', { name: /\/ticket\// }).first().click()
  await expect(customer.locator('strong', { hasText: 'tomorrow' })).toBeVisible()
  await expect(customer.getByText('Nora Newcomer').first()).toBeVisible()
  await axe(customer)

  // A second organization, and back with Ctrl+O.
  await goto(page, '/new')
  await page.getByLabel('Name', { exact: true }).fill('Beta Works')
  await page.getByRole('button', { name: /Create organization/ }).click()
  await expect(page).toHaveURL(/\/beta-works\/tickets/)
  await hydrated(page)
  await page.keyboard.press('Control+o')
  await page.keyboard.type('ac')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/acme-corp\/tickets/)
  await expect(page.getByText('My parcel is late')).toBeVisible()
  await expect(page.getByText('Beta Works')).toBeHidden()
})
