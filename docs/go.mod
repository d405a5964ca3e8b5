module quartet.example/docs

go 1.26.0
