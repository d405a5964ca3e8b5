module quartet.example/inspector

go 1.26.0

require (
	quartet.example/shared v0.0.0
	github.com/labstack/echo/v4 v4.16.0
	github.com/redis/go-redis/v9 v9.23.0
	github.com/alecthomas/kong v1.17.0
	github.com/google/go-cmp v0.7.0
	github.com/PuerkitoBio/goquery v1.13.0
)

replace quartet.example/shared => ../shared
