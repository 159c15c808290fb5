"""Labels in and out, without loss: Label Studio, SoccerNet, OSL JSON, Sportscode XML, CSV, and our training dataset."""
