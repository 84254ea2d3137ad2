// Package e2e tests the desk as agents use it: in real browsers, on the whole
// product, with customers who write on phones. Nothing of it is in the product.
//
// The tests name what they look for as a screen reader names it, by role and name,
// so that they hold while the markup changes, and fail where a name is missing.
// Whatever a page says on the console, and every violation of its policy, fails the
// test that it belongs to.
//
// Where the channel can matter, a test does the same with a customer of each, one after
// the other at the same desk, see customersOfAll.
package e2e
