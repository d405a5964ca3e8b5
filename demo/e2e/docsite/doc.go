// Package docsite tests the documentation with everything that it needs: it runs the commands of
// docs/faq.md, and follows the links of the pages of the labs.
package docsite
