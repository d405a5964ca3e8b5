// Package docsite serves the documentation as pages below /docs: the Markdown files of docs/, and
// those of the labs if there are any.
//
//	handler.go   /docs and /docs/*
//	library.go   all pages and pictures, the address of each, and their order
//	page.go      one page: its title, and its parts when it is shown
//	markdown.go  from Markdown to the parts of a page
//	rewrite.go   what is changed in a page between reading and writing it
//	links.go     links to other pages, to pictures, and to files that are not shown here
//	refer.go     links from RFC sections, terms and checks to the glossary
//	fold.go      sections with answers, which are closed at first
//	heading.go   headings: their anchors, and the table of contents
//	element.go   HTML around and instead of what Markdown has: tables, code, anchors
//
// # What is not shown
//
// HTML in a page is left out, as goldmark does by default, except for an anchor such as
// <a id="as.rule"></a>. Links with the scheme javascript: and the like lose their target. So a page
// of the documentation can do no more than its text says, under the same policy as all pages.
package docsite
