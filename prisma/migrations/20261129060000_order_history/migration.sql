-- Where the history of an order begins that its events alone rebuild. Null in orders that are here already: their next change writes it.
ALTER TABLE "order" ADD COLUMN "historyFrom" INTEGER;
