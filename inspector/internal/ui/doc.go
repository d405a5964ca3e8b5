// Package ui is the inspector's pages. What was captured is text and nothing
// else: html/template escapes it, the script never parses it as markup of its
// own making.
//
//	pages.go    New, and the pages
//	assets.go   stylesheet and script, at hashed names
//	funcs.go    what the templates call
//	detail.go   one message: its parameters, with what the dictionary says
package ui
