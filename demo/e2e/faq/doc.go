// Package faq runs every command of docs/faq.md against the whole stack, and compares the output with
// the page.
package faq
